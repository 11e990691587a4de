//! Web archives (.mht), as Excel saves a workbook as one web page. In: the archive's bytes. Out: the
//! text of the pages in it. Pictures and styles beside them are passed over.

use encoding_rs::Encoding;

use super::Stop;
use super::encoding::{Decoded, decode_as, decode_declared};

/// No workbook has more parts.
const MOST_PARTS: usize = 2_000;

/// The pages, in their order.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Decoded>, Stop> {
    // Byte for character and back, so that letters stored as they are survive.
    let text = encoding_rs::mem::decode_latin1(bytes);
    let (head, body) = halves(&text);
    let parts: Vec<&str> = match parameter(&header(head, "content-type"), "boundary") {
        Some(boundary) => body.split(&format!("--{boundary}")).skip(1).take(MOST_PARTS).collect(),
        None => vec![&text],
    };
    let mut pages = Vec::new();
    for part in parts {
        let (head, body) = halves(part.trim_start_matches(['\r', '\n']));
        let kind = header(head, "content-type");
        if !kind.to_ascii_lowercase().starts_with("text/html") {
            continue;
        }
        let content = match header(head, "content-transfer-encoding").to_ascii_lowercase().as_str()
        {
            "quoted-printable" => quoted_printable(body),
            "base64" => base64(body),
            _ => encoding_rs::mem::encode_latin1_lossy(body).into_owned(),
        };
        let stated =
            parameter(&kind, "charset").and_then(|set| Encoding::for_label(set.as_bytes()));
        let decoded = match stated {
            Some(encoding) => Some(decode_as(&content, encoding)),
            None => decode_declared(&content),
        };
        pages.extend(decoded);
    }
    if pages.is_empty() {
        return Err(Stop::broken("there is no page in this web archive"));
    }
    Ok(pages)
}

/// Head and body of a message or a part, with an empty line between.
pub(super) fn halves(text: &str) -> (&str, &str) {
    let windows = text.find("\r\n\r\n").map(|at| (at, 4));
    let other = text.find("\n\n").map(|at| (at, 2));
    let end = match (windows, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    match end {
        Some((at, length)) => (text.get(..at).unwrap_or(""), text.get(at + length..).unwrap_or("")),
        None => (text, ""),
    }
}

/// A header's value, with its continuation lines; empty where there is none.
pub(super) fn header(head: &str, name: &str) -> String {
    let mut value = String::new();
    let mut inside = false;
    for line in head.lines() {
        if inside && line.starts_with([' ', '\t']) {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        inside = false;
        if let Some((own, rest)) = line.split_once(':')
            && own.trim().eq_ignore_ascii_case(name)
            && value.is_empty()
        {
            value = rest.trim().to_owned();
            inside = true;
        }
    }
    value
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (own, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (own.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end_matches(['\r', '\n', ' ', '\t']);
        let (content, soft) = match trimmed.strip_suffix('=') {
            Some(content) => (content, true),
            None => (trimmed, false),
        };
        let mut rest = content.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
            match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                Some(code) if byte == b'=' => {
                    bytes.push(code);
                    rest = after.get(2..).unwrap_or_default();
                }
                _ => {
                    bytes.push(byte);
                    rest = after;
                }
            }
        }
        if !soft {
            bytes.push(b'\n');
        }
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::with_capacity(text.len() / 4 * 3), 0u32, 0);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        held = (held << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}
