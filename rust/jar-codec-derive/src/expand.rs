//! The implementations.

use crate::attributes::{self, Alternative, Field, Form, Shape, Tag};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, GenericParam, Lifetime, Result, parse_quote};

pub(crate) fn encode(input: &DeriveInput) -> Result<TokenStream> {
    let (size, write) = match attributes::shape(input)? {
        Shape::Structure(fields) => {
            let place = |field: &Field<'_>| {
                let member = &field.member;
                quote!(&self.#member)
            };
            let sizes = fields.iter().map(|field| size(field, &place(field)));
            let writes = fields.iter().map(|field| write(field, &place(field)));
            (quote!(0usize #(.saturating_add(#sizes))*), quote!(#(#writes)*))
        }
        Shape::Enumeration(alternatives) => {
            let sizes = alternatives.iter().map(|one| arm(one, &size_of_alternative(one)));
            let writes = alternatives.iter().map(|one| arm(one, &write_alternative(one)));
            (quote!(match self { #(#sizes)* }), quote!(match self { #(#writes)* }))
        }
    };
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::jar_codec::Encode));
    }
    let (parameters, _, conditions) = generics.split_for_impl();
    let (_, arguments, _) = input.generics.split_for_impl();
    let name = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl #parameters ::jar_codec::Encode for #name #arguments #conditions {
            #[inline]
            fn size(&self) -> usize {
                #size
            }

            #[inline]
            fn encode(&self, to: &mut impl ::jar_codec::Output) {
                #write
            }
        }
    })
}

pub(crate) fn decode(input: &DeriveInput) -> Result<TokenStream> {
    let own_context = attributes::context(input)?;
    let context: syn::Type = own_context.clone().unwrap_or_else(|| parse_quote!(__Context));
    let mut generics = input.generics.clone();
    let lifetime = match input.generics.lifetimes().next() {
        Some(own) => own.lifetime.clone(),
        None => {
            let lifetime: Lifetime = parse_quote!('__octets);
            generics.params.insert(0, GenericParam::Lifetime(parse_quote!(#lifetime)));
            lifetime
        }
    };
    let bound = quote!(::jar_codec::Decode<#lifetime, #context>);
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(#bound));
    }
    if own_context.is_none() {
        generics.params.push(parse_quote!(__Context: ?Sized));
    }
    let (minimum, read) = match attributes::shape(input)? {
        Shape::Structure(fields) => {
            let minimums = fields.iter().map(|field| minimum(field, &bound));
            let reads = fields.iter().map(|field| {
                let (member, read) = (&field.member, read(field, &bound));
                quote!(#member: #read?)
            });
            (
                quote!(0usize #(.saturating_add(#minimums))*),
                quote!(::core::result::Result::Ok(Self { #(#reads),* })),
            )
        }
        // A tag at least; nothing is known of the alternative.
        Shape::Enumeration(alternatives) => (quote!(1), read_enumeration(&alternatives, &bound)),
    };
    let (parameters, _, conditions) = generics.split_for_impl();
    let (_, arguments, _) = input.generics.split_for_impl();
    let (name, context_name) = (&input.ident, attributes::context_name());
    Ok(quote! {
        #[automatically_derived]
        impl #parameters #bound for #name #arguments #conditions {
            const MIN_SIZE: usize = #minimum;

            #[inline]
            fn decode(
                input: &mut ::jar_codec::Reader<#lifetime>,
                #context_name: &#context,
            ) -> ::core::result::Result<Self, ::jar_codec::DecodeError> {
                #read
            }
        }
    })
}

fn size(field: &Field<'_>, place: &TokenStream) -> TokenStream {
    match field.form {
        Form::Natural => quote!(::jar_codec::derive::natural_size(
            ::jar_codec::Natural::natural(*(#place))
        )),
        Form::Length(_) => quote!(::jar_codec::derive::fixed_size(#place)),
        Form::Plain | Form::Max(_) | Form::Bits(_) => quote!(::jar_codec::Encode::size(#place)),
    }
}

fn write(field: &Field<'_>, place: &TokenStream) -> TokenStream {
    match field.form {
        Form::Natural => quote!(::jar_codec::derive::encode_natural(
            ::jar_codec::Natural::natural(*(#place)), to
        );),
        Form::Length(_) => quote!(::jar_codec::derive::encode_fixed(#place, to);),
        Form::Plain | Form::Max(_) | Form::Bits(_) => {
            quote!(::jar_codec::Encode::encode(#place, to);)
        }
    }
}

fn minimum(field: &Field<'_>, bound: &TokenStream) -> TokenStream {
    let kind = field.kind;
    match field.form {
        Form::Plain => quote!(<#kind as #bound>::MIN_SIZE),
        Form::Natural | Form::Max(_) => quote!(1),
        Form::Length(_) | Form::Bits(_) => quote!(0),
    }
}

/// An expression of type `Result<field, DecodeError>`.
fn read(field: &Field<'_>, bound: &TokenStream) -> TokenStream {
    let (kind, context) = (field.kind, attributes::context_name());
    let read = match &field.form {
        Form::Plain => quote!(<#kind as #bound>::decode(input, #context)),
        Form::Natural => quote!(input.natural::<#kind>()),
        Form::Length(length) => {
            quote!(::jar_codec::derive::fixed(input, #context, #length))
        }
        Form::Max(max) => quote!(::jar_codec::derive::bounded(input, #context, #max)),
        Form::Bits(bits) => quote!(::jar_codec::Bits::decode(input, #bits)),
    };
    match attributes::step(&field.member) {
        Some(name) => quote!(::jar_codec::derive::field(#name, #read)),
        None => read,
    }
}

/// The arm of a match on `self`; the field, if there is one, is called `field`.
fn arm(alternative: &Alternative<'_>, body: &TokenStream) -> TokenStream {
    let name = alternative.name;
    let pattern = alternative.field.as_ref().map(|_| quote!((field)));
    quote!(Self::#name #pattern => { #body })
}

fn size_of_alternative(alternative: &Alternative<'_>) -> TokenStream {
    let field = alternative.field.as_ref().map(|field| size(field, &quote!(field)));
    match (&alternative.tag, field) {
        (Tag::Octet(_), None) => quote!(1),
        (Tag::Octet(_), Some(field)) => quote!(1usize.saturating_add(#field)),
        (Tag::Other, field) => quote!(#field),
    }
}

fn write_alternative(alternative: &Alternative<'_>) -> TokenStream {
    let field = alternative.field.as_ref().map(|field| write(field, &quote!(field)));
    match alternative.tag {
        Tag::Octet(tag) => quote!(::jar_codec::Output::write(to, &[#tag]); #field),
        Tag::Other => quote!(#field),
    }
}

fn read_enumeration(alternatives: &[Alternative<'_>], bound: &TokenStream) -> TokenStream {
    let arms = alternatives.iter().map(|alternative| {
        let name = alternative.name;
        let value = alternative.field.as_ref().map(|field| {
            let read = read(field, bound);
            quote!((#read?))
        });
        match alternative.tag {
            Tag::Octet(tag) => quote!(#tag => { input.octet()?; Self::#name #value }),
            Tag::Other => quote!(_ => Self::#name #value),
        }
    });
    let expected = attributes::expected(alternatives);
    let found = format_ident!("found");
    let unknown = match alternatives.last().map(|last| &last.tag) {
        Some(Tag::Other) => None,
        _ => Some(quote! {
            #found => return ::core::result::Result::Err(
                input.error(::jar_codec::ErrorKind::Tag { found: #found, expected: #expected })
            ),
        }),
    };
    quote! {
        ::core::result::Result::Ok(match input.peek()? {
            #(#arms,)*
            #unknown
        })
    }
}
