//! `#[codec(…)]`, read.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Fields, LitInt, Member, Result, Type};

/// How a field is written.
pub(crate) enum Form {
    /// As its type says.
    Plain,
    Natural,
    Length(Expr),
    Max(Expr),
    Bits(Expr),
}

pub(crate) struct Field<'a> {
    /// Its name or number.
    pub(crate) member: Member,
    pub(crate) kind: &'a Type,
    pub(crate) form: Form,
}

/// When an alternative is taken.
pub(crate) enum Tag {
    Octet(u8),
    Other,
}

pub(crate) struct Alternative<'a> {
    pub(crate) name: &'a syn::Ident,
    pub(crate) tag: Tag,
    pub(crate) field: Option<Field<'a>>,
}

pub(crate) enum Shape<'a> {
    Structure(Vec<Field<'a>>),
    Enumeration(Vec<Alternative<'a>>),
}

/// Calls `read` for each entry of every `#[codec(…)]`.
fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta) -> Result<()>,
) -> Result<()> {
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("codec"));
    ours.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

/// The type in `#[codec(context = …)]`.
pub(crate) fn context(input: &DeriveInput) -> Result<Option<Type>> {
    let mut context = None;
    each(&input.attrs, |meta| {
        if !meta.path.is_ident("context") {
            return Err(meta.error("expected `context = Type`"));
        }
        context = Some(meta.value()?.parse()?);
        Ok(())
    })?;
    Ok(context)
}

pub(crate) fn shape(input: &DeriveInput) -> Result<Shape<'_>> {
    match &input.data {
        Data::Struct(data) => {
            let fields = fields(&data.fields)?;
            match (&data.fields, fields.len()) {
                (Fields::Named(_), 1..) | (Fields::Unnamed(_), 1) => Ok(Shape::Structure(fields)),
                _ => Err(Error::new(input.span(), "expected named fields, or one without a name")),
            }
        }
        Data::Enum(data) => {
            let alternatives: Vec<_> =
                data.variants.iter().map(alternative).collect::<Result<_>>()?;
            distinct(&alternatives)?;
            Ok(Shape::Enumeration(alternatives))
        }
        Data::Union(_) => Err(Error::new(input.span(), "a union has no encoding")),
    }
}

fn fields(fields: &Fields) -> Result<Vec<Field<'_>>> {
    let field = |(field, member): (_, Member)| {
        let field: &syn::Field = field;
        Ok(Field { member, kind: &field.ty, form: form(&field.attrs)? })
    };
    fields.iter().zip(fields.members()).map(field).collect()
}

fn form(attributes: &[Attribute]) -> Result<Form> {
    let mut form = Form::Plain;
    each(attributes, |meta| {
        if !matches!(form, Form::Plain) {
            return Err(meta.error("a field has one form"));
        }
        let name = meta.path.require_ident()?.to_string();
        form = match name.as_str() {
            "natural" => Form::Natural,
            "length" => Form::Length(meta.value()?.parse()?),
            "max" => Form::Max(meta.value()?.parse()?),
            "bits" => Form::Bits(meta.value()?.parse()?),
            _ => {
                return Err(meta.error("expected `natural`, `length = …`, `max = …` or `bits = …`"));
            }
        };
        Ok(())
    })?;
    Ok(form)
}

fn alternative(variant: &syn::Variant) -> Result<Alternative<'_>> {
    let mut tag = None;
    each(&variant.attrs, |meta| {
        tag = Some(if meta.path.is_ident("other") {
            Tag::Other
        } else if meta.path.is_ident("tag") {
            Tag::Octet(meta.value()?.parse::<LitInt>()?.base10_parse()?)
        } else {
            return Err(meta.error("expected `tag = …` or `other`"));
        });
        Ok(())
    })?;
    let wrong = |text| Err(Error::new(variant.span(), text));
    let Some(tag) = tag else {
        return wrong("expected `#[codec(tag = …)]` or `#[codec(other)]`");
    };
    let mut fields = match &variant.fields {
        Fields::Named(_) => return wrong("expected no field, or one without a name"),
        other => fields(other)?,
    };
    if fields.len() > 1 || (fields.is_empty() && matches!(tag, Tag::Other)) {
        return wrong("expected one field; or none if there is a tag");
    }
    Ok(Alternative { name: &variant.ident, tag, field: fields.pop() })
}

/// No tag twice, `other` only at the end.
fn distinct(alternatives: &[Alternative<'_>]) -> Result<()> {
    let mut seen = [false; 256];
    for (index, alternative) in alternatives.iter().enumerate() {
        let free = match alternative.tag {
            Tag::Octet(tag) => {
                seen.get_mut(usize::from(tag)).is_some_and(|seen| !std::mem::replace(seen, true))
            }
            Tag::Other => index + 1 == alternatives.len(),
        };
        if !free {
            let text = "expected a tag that no other alternative has, `other` for the last one";
            return Err(Error::new(alternative.name.span(), text));
        }
    }
    Ok(())
}

/// The tags, for a message.
pub(crate) fn expected(alternatives: &[Alternative<'_>]) -> String {
    let tags = alternatives.iter().filter_map(|alternative| match alternative.tag {
        Tag::Octet(tag) => Some(tag.to_string()),
        Tag::Other => None,
    });
    let tags: Vec<String> = tags.collect();
    match tags.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The name of a field in paths; none for one that is what it is in.
pub(crate) fn step(member: &Member) -> Option<String> {
    match member {
        Member::Named(name) => Some(name.to_string().trim_start_matches("r#").to_owned()),
        Member::Unnamed(_) => None,
    }
}

/// `context` as the expressions of attributes name it.
pub(crate) fn context_name() -> TokenStream {
    let name = syn::Ident::new("context", Span::call_site());
    quote!(#name)
}
