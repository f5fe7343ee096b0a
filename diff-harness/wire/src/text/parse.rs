//! Reading cases as text.

use super::{BlobNotation, Hex, LineError};
use crate::{Access, Case, GasModel, NO_STEP_LIMIT, PAGE_SIZE, Page, Poke, Program, Reply};
use core::ops::Range;

type Parsed<T> = Result<T, String>;

/// `line` up to its comment, without blanks around it.
pub(super) fn without_comment(line: &str) -> &str {
    line.split_once('#').map_or(line, |(content, _)| content).trim()
}

pub(super) fn case(text: &str, notation: &dyn BlobNotation) -> Result<Case, LineError> {
    let mut state: Option<Case> = None;
    let mut program_starts = 0usize;
    for (line, whole) in text.split_inclusive('\n').enumerate() {
        program_starts = program_starts.saturating_add(whole.len());
        let at = |message| LineError { line, message };
        let content = without_comment(whole);
        if content.is_empty() {
            continue;
        }
        let (key, value) = content
            .split_once(':')
            .ok_or_else(|| at(format!("`{content}`: expected `key: value`")))?;
        let (key, value) = (key.trim_end(), value.trim());
        let Some(case) = &mut state else {
            state = Some(first_line(key, value).map_err(at)?);
            continue;
        };
        if key == "program" {
            case.blob = blob(text.get(program_starts..).unwrap_or(""), value, case, notation)
                .map_err(|error| LineError {
                    line: error.line.saturating_add(line).saturating_add(1),
                    message: error.message,
                })?;
            finish_pages(&mut case.pages);
            return state.ok_or_else(|| at("no case".into()));
        }
        entry(case, key, value).map_err(at)?;
    }
    let line = text.lines().count();
    Err(LineError { line, message: "end of the text: expected a line `program: …`".into() })
}

fn first_line(key: &str, value: &str) -> Parsed<Case> {
    match (key, value) {
        ("kind", "raw") => Ok(Case::raw(Vec::new())),
        ("kind", "standard") => Ok(Case::standard(Vec::new(), Vec::new())),
        _ => Err(format!("`{key}: {value}`: expected `kind: raw` or `kind: standard` first")),
    }
}

fn blob(
    text: &str,
    name: &str,
    case: &Case,
    notation: &dyn BlobNotation,
) -> Result<Vec<u8>, LineError> {
    let standard = matches!(case.program, Program::Standard { .. });
    notation.parse(name, text, standard).or_else(|| Hex.parse(name, text, standard)).unwrap_or_else(
        || Err(LineError { line: 0, message: format!("`{name}`: unknown notation of a program") }),
    )
}

fn entry(case: &mut Case, key: &str, value: &str) -> Parsed<()> {
    match key {
        "pre" => pre(case, value),
        "reply" => reply(&mut case.replies, value),
        "arguments" => match &mut case.program {
            Program::Standard { arguments } => octets(value, arguments),
            Program::Raw => Err("a raw program takes no arguments".into()),
        },
        _ => Err(format!("key `{key}`: expected pre, reply, arguments or program")),
    }
}

fn pre(case: &mut Case, value: &str) -> Parsed<()> {
    if let Some(page) = value.strip_prefix("page ") {
        case.pages.push(parse_page(page)?);
        return Ok(());
    }
    let (name, value) = assignment(value)?;
    match name {
        "gas-model" => {
            case.gas_model = match value {
                "per-instruction" => GasModel::PerInstruction,
                "per-block" => GasModel::PerBlock,
                _ => return Err(format!("`{value}`: expected per-instruction or per-block")),
            }
        }
        "gas" => case.gas = number(value)?,
        "pc" => case.pc = small_number(value)?,
        "step-limit" if value == "none" => case.step_limit = NO_STEP_LIMIT,
        "step-limit" => case.step_limit = number(value)?,
        "heap" => {
            let (low, high) = value
                .split_once("..")
                .ok_or_else(|| format!("`{value}`: expected `break .. limit`"))?;
            case.heap_break = small_number(low.trim())?;
            case.heap_limit = small_number(high.trim())?;
        }
        _ if name.starts_with('r') => *register(&mut case.registers, name)? = number(value)?,
        _ => return content(&mut case.pages, name, value),
    }
    Ok(())
}

fn parse_page(text: &str) -> Parsed<Page> {
    let (page, access) = text
        .trim()
        .split_once(' ')
        .ok_or_else(|| format!("page `{text}`: expected a number and an access"))?;
    let access = match access.trim() {
        "read-only" => Access::ReadOnly,
        "writable" => Access::Writable,
        other => return Err(format!("access `{other}`: expected read-only or writable")),
    };
    Ok(Page { number: small_number(page)?, access, content: Vec::new() })
}

/// Puts octets into the page that was mentioned last; addresses ascend, so what lies between is zero.
fn content(pages: &mut [Page], address: &str, value: &str) -> Parsed<()> {
    let address = number(address)?;
    let page = pages.last_mut().ok_or("content without a page: expected `pre: page …` before")?;
    let start = u64::from(page.number).saturating_mul(PAGE_SIZE as u64);
    let filled = page.content.len();
    let allowed: Range<usize> = filled..PAGE_SIZE;
    let offset = address
        .checked_sub(start)
        .and_then(|offset| usize::try_from(offset).ok())
        .filter(|offset| allowed.contains(offset))
        .ok_or_else(|| {
            let number = page.number;
            format!(
                "address {address:#x}: expected one in page {number:#x}, behind the content so far"
            )
        })?;
    page.content.resize(offset, 0);
    octets(value, &mut page.content)?;
    if page.content.len() > PAGE_SIZE {
        return Err(format!("the content runs beyond the end of page {:#x}", page.number));
    }
    Ok(())
}

fn finish_pages(pages: &mut [Page]) {
    for page in pages {
        let content = core::mem::take(&mut page.content);
        *page = Page::new(page.number, page.access, content);
    }
}

fn reply(replies: &mut Vec<Reply>, value: &str) -> Parsed<()> {
    let (name, value) = assignment(value)?;
    if name == "gas" {
        replies.push(Reply { gas: number(value)?, ..Reply::default() });
        return Ok(());
    }
    let reply = replies.last_mut().ok_or("expected `reply: gas = …` to begin a reply")?;
    let Some(address) = name.strip_prefix("poke ") else {
        *register(&mut reply.registers, name)? = Some(number(value)?);
        return Ok(());
    };
    let address = number(address.trim())?;
    let poke = match &mut reply.poke {
        None => {
            let address = u32::try_from(address)
                .map_err(|_| format!("address {address:#x}: expected less than 2^32"))?;
            reply.poke.insert(Poke { address, octets: Vec::new() })
        }
        Some(poke) => {
            let next = u64::from(poke.address).saturating_add(poke.octets.len() as u64);
            if address != next {
                return Err(format!(
                    "address {address:#x}: expected {next:#x}, where the poke goes on"
                ));
            }
            poke
        }
    };
    octets(value, &mut poke.octets)
}

fn assignment(text: &str) -> Parsed<(&str, &str)> {
    let (name, value) =
        text.split_once('=').ok_or_else(|| format!("`{text}`: expected `name = value`"))?;
    Ok((name.trim(), value.trim()))
}

fn register<'a, T>(registers: &'a mut [T], name: &str) -> Parsed<&'a mut T> {
    let index = name.strip_prefix('r').and_then(|index| index.parse::<usize>().ok());
    index
        .and_then(|index| registers.get_mut(index))
        .ok_or_else(|| format!("`{name}`: expected a register, r0 … r12"))
}

fn number(text: &str) -> Parsed<u64> {
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    let parsed = match digits.strip_prefix("0x") {
        // The standard parser would take a sign.
        Some(hex) if hex.starts_with('+') => None,
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None if digits.starts_with('+') => None,
        None => digits.parse().ok(),
    };
    parsed.ok_or_else(|| format!("`{text}`: expected a number below 2^64, decimal or 0x…"))
}

fn small_number(text: &str) -> Parsed<u32> {
    u32::try_from(number(text)?).map_err(|_| format!("`{text}`: expected a number below 2^32"))
}

/// Appends the octets that `text` gives as pairs of hex digits; blanks anywhere.
pub(super) fn octets(text: &str, out: &mut Vec<u8>) -> Parsed<()> {
    let mut high: Option<u8> = None;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let digit = c
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or_else(|| format!("`{c}`: expected hex digits"))?;
        high = match high {
            None => Some(digit),
            Some(high) => {
                out.push(high << 4 | digit);
                None
            }
        };
    }
    if high.is_some() { Err("expected an even number of hex digits".into()) } else { Ok(()) }
}
