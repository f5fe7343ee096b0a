//! `#[derive(Encode, Decode, Sample)]` for the traits of `jar-codec`.
//!
//! A structure is its fields in order; a tuple structure has one field and is what this field is. An enumeration is an octet,
//! the tag, and the field of the alternative if it has one.
//!
//! | attribute | of | says |
//! |---|---|---|
//! | `#[codec(context = Type)]` | type | decoders take `&Type`; without it, any context |
//! | `#[codec(tag = 3)]` | alternative | its tag; every alternative has one |
//! | `#[codec(other)]` | the last alternative, instead | its field begins with the tag: all tags that no other alternative has |
//! | `#[codec(natural)]` | integer | a natural of variable length that fits the type |
//! | `#[codec(length = expression)]` | `Vec` | so many elements, no length before them |
//! | `#[codec(max = expression)]` | `Vec` | a length before the elements, and at most so many |
//! | `#[codec(bits = expression)]` | `Bits` | so many bits |
//!
//! Expressions are of type `usize` and name the context `context`.

#![forbid(unsafe_code)]

mod attributes;
mod expand;
mod sample;

use proc_macro::TokenStream;

/// Implements `jar_codec::Encode`; see the crate for the attributes.
#[proc_macro_derive(Encode, attributes(codec))]
pub fn derive_encode(input: TokenStream) -> TokenStream {
    expanded(input, expand::encode)
}

/// Implements `jar_codec::Decode`; see the crate for the attributes.
#[proc_macro_derive(Decode, attributes(codec))]
pub fn derive_decode(input: TokenStream) -> TokenStream {
    expanded(input, expand::decode)
}

/// Implements `jar_codec::sample::Sample`: random values of the form that the attributes say.
#[proc_macro_derive(Sample, attributes(codec))]
pub fn derive_sample(input: TokenStream) -> TokenStream {
    expanded(input, sample::sample)
}

fn expanded(
    input: TokenStream,
    expand: fn(&syn::DeriveInput) -> syn::Result<proc_macro2::TokenStream>,
) -> TokenStream {
    let tokens = syn::parse(input).and_then(|input| expand(&input));
    tokens.unwrap_or_else(syn::Error::into_compile_error).into()
}
