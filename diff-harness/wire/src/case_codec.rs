//! The byte form of a case (`docs/wire.md`, "Case, version 1").

use crate::bytes::{Reader, saturate_u32};
use crate::{
    Access, Case, DecodeError, ErrorCode, FIRST_PAGE, GasModel, InvalidCase, PAGE_COUNT, PAGE_SIZE,
    Page, Poke, Program, REGISTERS, Reply,
};

const MAGIC: [u8; 4] = *b"JARC";
const VERSION: u8 = 1;
const KIND_RAW: u8 = 1;
const KIND_STANDARD: u8 = 2;
/// Bits of a reply's register mask that name a register.
const REGISTER_MASK: u16 = 0x1fff;

impl Case {
    /// Appends the byte form.
    ///
    /// # Errors
    /// The case has none (see [`Case::check`]); `out` is unchanged.
    pub fn encode_into(&self, out: &mut Vec<u8>) -> Result<(), InvalidCase> {
        self.check()?;
        out.extend(MAGIC);
        let kind = match self.program {
            Program::Raw => KIND_RAW,
            Program::Standard { .. } => KIND_STANDARD,
        };
        out.extend([VERSION, kind, self.gas_model as u8, 0]);
        out.extend(u64::from(self.pc).to_le_bytes());
        out.extend(self.gas.to_le_bytes());
        out.extend(self.step_limit.to_le_bytes());
        out.extend(self.heap_break.to_le_bytes());
        out.extend(self.heap_limit.to_le_bytes());
        for register in self.registers {
            out.extend(register.to_le_bytes());
        }
        push_run(out, &self.blob);
        push_count(out, self.pages.len());
        for page in &self.pages {
            out.extend(page.number.to_le_bytes());
            out.push(page.access as u8);
            push_count(out, page.content.len());
            out.extend_from_slice(&page.content);
        }
        push_count(out, self.replies.len());
        for reply in &self.replies {
            encode_reply(reply, out);
        }
        if let Program::Standard { arguments } = &self.program {
            push_run(out, arguments);
        }
        Ok(())
    }

    /// The byte form.
    ///
    /// # Errors
    /// The case has none (see [`Case::check`]).
    pub fn encode(&self) -> Result<Vec<u8>, InvalidCase> {
        let mut out = Vec::new();
        self.encode_into(&mut out)?;
        Ok(out)
    }

    /// The case of which `bytes` are the byte form.
    ///
    /// # Errors
    /// The first error in the order of the bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let (field, magic) = reader.array("magic")?;
        if magic != MAGIC {
            return Err(field.error(ErrorCode::Magic, "JARC"));
        }
        let (field, version) = reader.u8("version")?;
        if version != VERSION {
            return Err(field.error(ErrorCode::Version, "version 1"));
        }
        let (field, kind) = reader.u8("kind")?;
        field.check(kind == KIND_RAW || kind == KIND_STANDARD, "1 (raw) or 2 (standard)")?;
        let raw = kind == KIND_RAW;
        let (field, model) = reader.u8("gas model")?;
        let gas_model = GasModel::from_number(model)
            .ok_or_else(|| field.error(ErrorCode::Value, "0 (instruction) or 1 (block)"))?;
        let (field, reserved) = reader.u8("reserved octet")?;
        field.check(reserved == 0, "0")?;
        let (field, pc) = reader.u64("program counter")?;
        let pc = u32::try_from(pc).map_err(|_| field.error(ErrorCode::Value, "less than 2^32"))?;
        let (_, gas) = reader.u64("gas")?;
        let (_, step_limit) = reader.u64("step limit")?;
        let (field, heap_break) = reader.u32("heap break")?;
        field.check(raw || heap_break == 0, STANDARD_STATE)?;
        let (field, heap_limit) = reader.u32("heap limit")?;
        field.check(raw || heap_limit == 0, STANDARD_STATE)?;
        field.check(heap_limit >= heap_break, "at least the heap break")?;
        let (field, registers) = reader.u64s("registers")?;
        field.check(raw || registers == [0; REGISTERS], STANDARD_STATE)?;
        let blob = decode_run(&mut reader, "blob length", "blob")?;
        let pages = decode_pages(&mut reader, raw)?;
        let replies = decode_replies(&mut reader)?;
        let program = if raw {
            Program::Raw
        } else {
            Program::Standard {
                arguments: decode_run(&mut reader, "arguments length", "arguments")?,
            }
        };
        reader.finish()?;
        Ok(Self {
            program,
            gas_model,
            pc,
            gas,
            step_limit,
            heap_break,
            heap_limit,
            registers,
            blob,
            pages,
            replies,
        })
    }
}

const STANDARD_STATE: &str = "zero: a standard program brings its own state";

impl GasModel {
    fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::PerInstruction),
            1 => Some(Self::PerBlock),
            _ => None,
        }
    }
}

impl Access {
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::ReadOnly),
            2 => Some(Self::Writable),
            _ => None,
        }
    }
}

/// A 16-bit count; [`Case::check`] has bounded it.
fn push_count(out: &mut Vec<u8>, count: usize) {
    out.extend(u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes());
}

fn push_run(out: &mut Vec<u8>, octets: &[u8]) {
    out.extend(saturate_u32(octets.len()).to_le_bytes());
    out.extend_from_slice(octets);
}

fn encode_reply(reply: &Reply, out: &mut Vec<u8>) {
    out.extend(reply.gas.to_le_bytes());
    let mask = reply.registers.iter().rev().fold(0u16, |m, r| m << 1 | u16::from(r.is_some()));
    out.extend(mask.to_le_bytes());
    for register in reply.registers.into_iter().flatten() {
        out.extend(register.to_le_bytes());
    }
    out.push(u8::from(reply.poke.is_some()));
    if let Some(poke) = &reply.poke {
        out.extend(poke.address.to_le_bytes());
        push_count(out, poke.octets.len());
        out.extend_from_slice(&poke.octets);
    }
}

fn decode_run(
    reader: &mut Reader<'_>,
    length_name: &'static str,
    name: &'static str,
) -> Result<Vec<u8>, DecodeError> {
    let (_, length) = reader.u32(length_name)?;
    let (_, octets) = reader.run(name, usize::try_from(length).unwrap_or(usize::MAX))?;
    Ok(octets.to_vec())
}

pub(crate) fn decode_page_head(
    reader: &mut Reader<'_>,
    least: &mut u32,
) -> Result<(u32, Access), DecodeError> {
    let (field, number) = reader.u32("page number")?;
    let valid = number >= *least && number < PAGE_COUNT;
    field.check(valid, "16 … 2^20 − 1, above the page before")?;
    *least = number.saturating_add(1);
    let (field, access) = reader.u8("page access")?;
    let access = Access::from_number(access)
        .ok_or_else(|| field.error(ErrorCode::Value, "1 (read-only) or 2 (writable)"))?;
    Ok((number, access))
}

fn decode_pages(reader: &mut Reader<'_>, raw: bool) -> Result<Vec<Page>, DecodeError> {
    let (field, count) = reader.u16("number of pages")?;
    field.check(raw || count == 0, STANDARD_STATE)?;
    // A page takes at least 7 octets, so a lying count reserves no more than the input is worth.
    let mut pages = Vec::with_capacity(usize::from(count).min(reader.left() / 7));
    let mut least = FIRST_PAGE;
    for _ in 0..count {
        let (number, access) = decode_page_head(reader, &mut least)?;
        let (field, length) = reader.u16("page content length")?;
        field.check(usize::from(length) <= PAGE_SIZE, "at most 4096")?;
        let (field, content) = reader.run("page content", usize::from(length))?;
        field.check(content.last() != Some(&0), "content that does not end in zero")?;
        pages.push(Page { number, access, content: content.to_vec() });
    }
    Ok(pages)
}

fn decode_replies(reader: &mut Reader<'_>) -> Result<Vec<Reply>, DecodeError> {
    let (_, count) = reader.u16("number of replies")?;
    let mut replies = Vec::with_capacity(usize::from(count).min(reader.left() / 11));
    for _ in 0..count {
        replies.push(decode_reply(reader)?);
    }
    Ok(replies)
}

fn decode_reply(reader: &mut Reader<'_>) -> Result<Reply, DecodeError> {
    let (_, gas) = reader.u64("reply gas")?;
    let (field, mask) = reader.u16("reply register mask")?;
    field.check(mask & !REGISTER_MASK == 0, "no bit above 12")?;
    let mut registers = [None; REGISTERS];
    for (index, register) in registers.iter_mut().enumerate() {
        if mask >> index & 1 == 1 {
            *register = Some(reader.u64("reply register")?.1);
        }
    }
    let (field, flag) = reader.u8("poke flag")?;
    field.check(flag <= 1, "0 or 1")?;
    let mut poke = None;
    if flag == 1 {
        let (_, address) = reader.u32("poke address")?;
        let (field, length) = reader.u16("poke length")?;
        field.check(length >= 1 && usize::from(length) <= PAGE_SIZE, "1 … 4096")?;
        let (_, octets) = reader.run("poke octets", usize::from(length))?;
        poke = Some(Poke { address, octets: octets.to_vec() });
    }
    Ok(Reply { gas, registers, poke })
}
