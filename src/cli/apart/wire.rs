//! What the two processes say to each other. In: a file and its limits. Out: bytes for a pipe, and
//! the other way round. Both are the same program: the form may change with every version.

use std::io::{self, Read, Write};

use earmark::NamedBytes;
use earmark::config::Limits;
use earmark::diagnostic::Finding;
use earmark::sheet::{SheetFile, Texts, Value};
use serde::{Deserialize, Serialize};

use crate::cli::configuration::Typed;

/// The first words of an answer: another program, or another version of this one, says others.
const GREETING: &[u8] = concat!("earmark ", env!("CARGO_PKG_VERSION"), " reads apart\n").as_bytes();

/// What is asked; the bytes of the file follow.
#[derive(Serialize, Deserialize)]
pub struct Question {
    pub name: String,
    pub typed: Option<Typed>,
    pub seconds: u64,
    pub memory_bytes: u64,
    bytes: u64,
}

/// What is answered.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    pub file: Option<SheetFile>,
    pub findings: Vec<Finding>,
}

fn damaged(error: impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

/// Asks for a file to be read.
pub fn ask(
    pipe: &mut impl Write,
    input: &NamedBytes,
    limits: &Limits,
    typed: Option<&Typed>,
) -> io::Result<()> {
    let question = Question {
        name: input.name.clone(),
        typed: typed.cloned(),
        seconds: limits.seconds,
        memory_bytes: limits.memory_bytes,
        bytes: input.bytes.len() as u64,
    };
    let question = postcard::to_stdvec(&question).map_err(damaged)?;
    pipe.write_all(&(question.len() as u64).to_le_bytes())?;
    pipe.write_all(&question)?;
    pipe.write_all(&input.bytes)?;
    pipe.flush()
}

/// The question; `prepare` sees it before the file's bytes are taken in.
pub fn question(
    pipe: &mut impl Read,
    prepare: impl Fn(&Question),
) -> io::Result<(Question, NamedBytes)> {
    let mut length = [0; 8];
    pipe.read_exact(&mut length)?;
    let question = exactly(pipe, u64::from_le_bytes(length))?;
    let question: Question = postcard::from_bytes(&question).map_err(damaged)?;
    prepare(&question);
    let bytes = exactly(pipe, question.bytes)?;
    let input = NamedBytes { name: question.name.clone(), bytes };
    Ok((question, input))
}

fn exactly(pipe: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(damaged)?);
    pipe.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Says who answers.
pub fn greet(pipe: &mut impl Write) -> io::Result<()> {
    pipe.write_all(GREETING)?;
    pipe.flush()
}

/// Answers.
pub fn reply(pipe: &mut impl Write, answer: &Answer) -> io::Result<()> {
    postcard::to_io(answer, &mut *pipe).map_err(damaged)?;
    pipe.flush()
}

/// The answer; none where it breaks off. An error where another program answered.
pub fn answer(output: &[u8]) -> io::Result<Option<Answer>> {
    let Some(output) = output.strip_prefix(GREETING) else {
        return Err(damaged("another program answered"));
    };
    let Ok((mut answer, [])) = postcard::take_from_bytes::<Answer>(output) else {
        return Ok(None);
    };
    answer.file.iter_mut().for_each(share_texts);
    Ok(Some(answer))
}

/// Formats and words are few and cells are many: each is kept once, as it was before the journey.
fn share_texts(file: &mut SheetFile) {
    let mut texts = Texts::default();
    let rows = file.grids.iter_mut().flat_map(|grid| &mut grid.rows);
    for cell in rows.flat_map(|row| &mut row.cells) {
        if let Some(format) = &mut cell.format {
            texts.share(format);
        }
        if let Value::Text(text) = &mut cell.value {
            texts.share(text);
        }
    }
}
