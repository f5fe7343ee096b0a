//! The byte form of an outcome (`docs/wire.md`, "Observation, version 1").

use crate::bytes::{Reader, saturate_u32};
use crate::case_codec::decode_page_head;
use crate::{
    Access, Call, DecodeError, ErrorCode, Exit, FIRST_PAGE, MalformedCase, Observation,
    ObservedPage, Outcome, PAGE_SIZE, REGISTERS, UnknownExit,
};

const MAGIC: [u8; 4] = *b"JARO";
const VERSION: u8 = 1;
const RAN: u8 = 0;
const MALFORMED: u8 = 1;
const HEAD_SIZE: usize = 148;

/// The fixed part of an observation, known when the run is over.
#[derive(Clone, Copy, Debug)]
pub struct ObservationHead {
    /// How the run ended.
    pub exit: Exit,
    /// Gas left.
    pub gas: u64,
    /// Program counter of the instruction that caused the exit.
    pub pc: u64,
    /// First address above the heap.
    pub heap_break: u32,
    /// Registers at the end.
    pub registers: [u64; REGISTERS],
}

/// Appends one observation to a buffer, page by page, without building an [`Observation`].
#[derive(Debug)]
pub struct ObservationWriter<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    pages: u32,
}

impl<'a> ObservationWriter<'a> {
    /// Begins an observation at the end of `out`.
    #[must_use]
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        let start = out.len();
        out.extend([0; HEAD_SIZE]);
        Self { out, start, pages: 0 }
    }

    /// Adds a page. The caller gives them in ascending order of number, as the byte form demands.
    pub fn page(&mut self, number: u32, access: Access, content: &[u8; PAGE_SIZE]) {
        self.out.extend(number.to_le_bytes());
        self.out.push(access as u8);
        self.out.extend_from_slice(content);
        self.pages = self.pages.saturating_add(1);
    }

    /// Adds the answered calls and completes the observation.
    pub fn finish(self, head: &ObservationHead, calls: &[Call]) {
        for call in calls {
            self.out.extend(call.identifier.to_le_bytes());
            self.out.extend(call.gas.to_le_bytes());
            for argument in call.arguments {
                self.out.extend(argument.to_le_bytes());
            }
        }
        let mut place = self.out.get_mut(self.start..).unwrap_or_default();
        put(&mut place, MAGIC);
        put(&mut place, [VERSION, RAN, head.exit.kind() as u8, 0]);
        put(&mut place, head.exit.payload().to_le_bytes());
        put(&mut place, head.gas.to_le_bytes());
        put(&mut place, head.pc.to_le_bytes());
        put(&mut place, head.heap_break.to_le_bytes());
        put(&mut place, saturate_u32(calls.len()).to_le_bytes());
        for register in head.registers {
            put(&mut place, register.to_le_bytes());
        }
        put(&mut place, self.pages.to_le_bytes());
    }
}

/// Writes a field over the head that [`ObservationWriter::new`] made room for.
fn put<const N: usize>(place: &mut &mut [u8], field: [u8; N]) {
    if let Some((octets, rest)) = std::mem::take(place).split_first_chunk_mut() {
        *octets = field;
        *place = rest;
    }
}

impl MalformedCase {
    /// Appends the byte form.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        out.extend(MAGIC);
        out.extend([VERSION, MALFORMED, self.code.number(), 0]);
        out.extend(self.offset.to_le_bytes());
    }
}

impl Observation {
    /// Appends the byte form.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        let mut writer = ObservationWriter::new(out);
        for page in &self.pages {
            writer.page(page.number, page.access, &page.content);
        }
        let Self { exit, gas, pc, heap_break, registers, .. } = *self;
        writer.finish(&ObservationHead { exit, gas, pc, heap_break, registers }, &self.calls);
    }
}

impl Outcome {
    /// Appends the byte form.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        match self {
            Self::Ran(observation) => observation.encode_into(out),
            Self::Malformed(malformed) => malformed.encode_into(out),
        }
    }

    /// The byte form.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.encode_into(&mut out);
        out
    }

    /// The outcome of which `bytes` are the byte form.
    ///
    /// # Errors
    /// The first error in the order of the bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let (field, magic) = reader.array("magic")?;
        if magic != MAGIC {
            return Err(field.error(ErrorCode::Magic, "JARO"));
        }
        let (field, version) = reader.u8("version")?;
        if version != VERSION {
            return Err(field.error(ErrorCode::Version, "version 1"));
        }
        let (field, status) = reader.u8("status")?;
        field.check(status == RAN || status == MALFORMED, "0 (ran) or 1 (malformed)")?;
        let outcome = if status == RAN {
            Self::Ran(decode_ran(&mut reader)?)
        } else {
            Self::Malformed(decode_malformed(&mut reader)?)
        };
        reader.finish()?;
        Ok(outcome)
    }
}

fn decode_malformed(reader: &mut Reader<'_>) -> Result<MalformedCase, DecodeError> {
    let (field, number) = reader.u8("error code")?;
    let code = ErrorCode::from_number(number)
        .ok_or_else(|| field.error(ErrorCode::Value, "an error code, 1 … 5"))?;
    let (field, reserved) = reader.u8("reserved octet")?;
    field.check(reserved == 0, "0")?;
    let (_, offset) = reader.u64("offset")?;
    Ok(MalformedCase { code, offset })
}

fn decode_ran(reader: &mut Reader<'_>) -> Result<Observation, DecodeError> {
    let (field, kind) = reader.u8("exit kind")?;
    let known = !matches!(Exit::from_parts(kind, 0), Err(UnknownExit::Kind(_)));
    field.check(known, "an exit kind, 0 … 6")?;
    let (field, reserved) = reader.u8("reserved octet")?;
    field.check(reserved == 0, "0")?;
    let (field, payload) = reader.u64("exit payload")?;
    let exit = Exit::from_parts(kind, payload)
        .map_err(|_| field.error(ErrorCode::Value, "0: this exit carries nothing"))?;
    let (_, gas) = reader.u64("gas")?;
    let (_, pc) = reader.u64("program counter")?;
    let (_, heap_break) = reader.u32("heap break")?;
    let (_, call_count) = reader.u32("number of answered calls")?;
    let (_, registers) = reader.u64s("registers")?;
    let (_, page_count) = reader.u32("number of pages")?;
    let mut pages = Vec::new();
    let mut least = FIRST_PAGE;
    for _ in 0..page_count {
        let (number, access) = decode_page_head(reader, &mut least)?;
        let (_, content) = reader.array("page content")?;
        pages.push(ObservedPage { number, access, content: Box::new(content) });
    }
    let mut calls = Vec::new();
    for _ in 0..call_count {
        let (_, identifier) = reader.u64("call identifier")?;
        let (_, gas) = reader.u64("gas before the reply")?;
        let mut arguments = [0; 6];
        for argument in &mut arguments {
            *argument = reader.u64("register before the reply")?.1;
        }
        calls.push(Call { identifier, gas, arguments });
    }
    Ok(Observation { exit, gas, pc, heap_break, registers, pages, calls })
}
