//! The implementation of `Sample`.

use crate::attributes::{self, Field, Form, Shape};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result, parse_quote};

pub(crate) fn sample(input: &DeriveInput) -> Result<TokenStream> {
    let own_context = attributes::context(input)?;
    let context: syn::Type = own_context.clone().unwrap_or_else(|| parse_quote!(__Context));
    let bound = quote!(::jar_codec::sample::Sample<#context>);
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(#bound));
    }
    if own_context.is_none() {
        generics.params.push(parse_quote!(__Context: ?Sized));
    }
    let value = match attributes::shape(input)? {
        Shape::Structure(fields) => {
            let fields = fields.iter().map(|field| {
                let (member, draw) = (&field.member, draw(field, &bound));
                quote!(#member: #draw)
            });
            quote!(Self { #(#fields),* })
        }
        Shape::Enumeration(alternatives) => {
            let last = alternatives.len().saturating_sub(1);
            let arms = alternatives.iter().enumerate().map(|(index, alternative)| {
                let name = alternative.name;
                let value = alternative.field.as_ref().map(|field| {
                    let draw = draw(field, &bound);
                    quote!((#draw))
                });
                let pattern = if index == last { quote!(_) } else { quote!(#index) };
                quote!(#pattern => Self::#name #value)
            });
            quote!(match source.up_to(#last) { #(#arms),* })
        }
    };
    let (parameters, _, conditions) = generics.split_for_impl();
    let (_, arguments, _) = input.generics.split_for_impl();
    let (name, context_name) = (&input.ident, attributes::context_name());
    Ok(quote! {
        #[automatically_derived]
        impl #parameters #bound for #name #arguments #conditions {
            fn sample(
                source: &mut ::jar_codec::sample::Source,
                #context_name: &#context,
            ) -> Self {
                #value
            }
        }
    })
}

fn draw(field: &Field<'_>, bound: &TokenStream) -> TokenStream {
    let (kind, context) = (field.kind, attributes::context_name());
    let all = |count: TokenStream| {
        quote!({
            let count = #count;
            ::jar_codec::sample::Sample::<_>::sample_all(source, #context, count)
        })
    };
    match &field.form {
        Form::Plain => quote!(<#kind as #bound>::sample(source, #context)),
        Form::Natural => quote!(source.fitting::<#kind>()),
        Form::Length(length) => all(quote!(#length)),
        Form::Max(max) => all(quote!(source.length(#max))),
        Form::Bits(bits) => quote!(source.bits(#bits)),
    }
}
