//! What the two processes say to each other. In: a file and its limits. Out: bytes for a pipe, and
//! the other way round. Both are the same program: the form may change with every version.

use std::io::{self, Read, Write};

use earmark::NamedBytes;
use earmark::config::Limits;
use earmark::diagnostic::Finding;
use earmark::sheet::{Cell, Row, SheetFile, Texts, Value};
use serde::de::DeserializeOwned;
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
pub struct Answer {
    pub file: Option<SheetFile>,
    pub findings: Vec<Finding>,
}

/// An answer without its rows, which follow in batches: one side writes while the other reads, and no text
/// is held twice for longer than a batch.
#[derive(Serialize, Deserialize)]
struct Head {
    file: Option<SheetFile>,
    findings: Vec<Finding>,
    /// How many rows each grid has.
    rows: Vec<usize>,
}

/// So many rows at once.
const BATCH: usize = 1024;

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
    let bytes = Vec::with_capacity(usize::try_from(length).map_err(damaged)?);
    filled(bytes, pipe, length)
}

fn filled(mut bytes: Vec<u8>, pipe: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    pipe.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Says who answers.
pub fn greet(pipe: &mut impl Write) -> io::Result<()> {
    pipe.write_all(GREETING)?;
    pipe.flush()
}

/// Answers.
pub fn reply(pipe: &mut impl Write, answer: Answer) -> io::Result<()> {
    let Answer { mut file, findings } = answer;
    let grids = file.iter_mut().flat_map(|file| &mut file.grids);
    let rows: Vec<Vec<Row>> = grids.map(|grid| std::mem::take(&mut grid.rows)).collect();
    put(pipe, &Head { file, findings, rows: rows.iter().map(Vec::len).collect() })?;
    rows.iter().flat_map(|rows| rows.chunks(BATCH)).try_for_each(|batch| put(pipe, batch))?;
    pipe.flush()
}

fn put(pipe: &mut impl Write, part: &(impl Serialize + ?Sized)) -> io::Result<()> {
    let bytes = postcard::to_stdvec(part).map_err(damaged)?;
    pipe.write_all(&(bytes.len() as u64).to_le_bytes())?;
    pipe.write_all(&bytes)
}

/// The answer; none where it breaks off. An error where another program answered.
pub fn answer(pipe: &mut impl Read) -> io::Result<Option<Answer>> {
    let mut greeting = Vec::new();
    let length = GREETING.len() as u64;
    // A pipe that breaks has given what it had.
    let _ = pipe.by_ref().take(length).read_to_end(&mut greeting);
    if greeting != GREETING {
        return Err(damaged("another program answered"));
    }
    Ok(rest(pipe).ok())
}

fn rest(pipe: &mut impl Read) -> io::Result<Answer> {
    let Head { mut file, findings, rows } = part(pipe)?;
    let mut texts = Texts::default();
    let grids = file.iter_mut().flat_map(|file| &mut file.grids);
    for (grid, count) in grids.zip(rows) {
        while grid.rows.len() < count {
            let mut batch: Vec<Row> = part(pipe)?;
            if batch.is_empty() {
                return Err(damaged("no rows"));
            }
            batch
                .iter_mut()
                .flat_map(|row| &mut row.cells)
                .for_each(|cell| share(cell, &mut texts));
            grid.rows.append(&mut batch);
        }
    }
    match pipe.read(&mut [0])? {
        0 => Ok(Answer { file, findings }),
        _ => Err(damaged("more than an answer")),
    }
}

fn part<T: DeserializeOwned>(pipe: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 8];
    pipe.read_exact(&mut length)?;
    // One that says more than it has gets no room for it.
    let bytes = filled(Vec::new(), pipe, u64::from_le_bytes(length))?;
    postcard::from_bytes(&bytes).map_err(damaged)
}

/// Formats and words are few and cells are many: each is kept once, as it was before the journey.
fn share(cell: &mut Cell, texts: &mut Texts) {
    if let Some(format) = &mut cell.format {
        texts.share(format);
    }
    if let Value::Text(text) = &mut cell.value {
        texts.share(text);
    }
}
