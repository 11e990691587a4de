//! What the two processes say to each other. In: a file and its limits. Out: bytes for a pipe, and
//! the other way round. Both are the same program: the form may change with every version.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use earmark::NamedBytes;
use earmark::config::Limits;
use earmark::diagnostic::Finding;
use earmark::sheet::{Cell, ROWS_AT_ONCE, Row, SheetFile, TakeRows, Taken, Texts};
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

/// One part of what is said: rows come in batches while the file is read, so that neither side holds a large
/// sheet twice; what is said of all of it comes in the end.
#[derive(Serialize, Deserialize)]
enum Part<Rows> {
    Rows(u32, Rows),
    Forget(Option<u32>),
    End(Option<SheetFile>, Vec<Finding>),
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
    let bytes = Vec::with_capacity(usize::try_from(length).map_err(damaged)?);
    filled(bytes, pipe, length)
}

fn filled(mut bytes: Vec<u8>, pipe: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    pipe.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Answers: what is ready is put into words and said beside the reading of what is not.
pub struct Reply {
    parts: SyncSender<Part<Vec<Row>>>,
    speaker: JoinHandle<io::Result<()>>,
    begun: u32,
}

/// As many parts may wait to be said.
const WAITING: usize = 4;

impl Reply {
    /// Says who answers.
    pub fn new(mut pipe: impl Write + Send + 'static) -> io::Result<Self> {
        pipe.write_all(GREETING)?;
        pipe.flush()?;
        let (parts, ready) = mpsc::sync_channel::<Part<Vec<Row>>>(WAITING);
        let speak = move || {
            for part in ready {
                let bytes = postcard::to_stdvec(&part).map_err(damaged)?;
                pipe.write_all(&(bytes.len() as u64).to_le_bytes())?;
                pipe.write_all(&bytes)?;
            }
            pipe.flush()
        };
        let speaker = thread::Builder::new().name("answer".to_owned()).spawn(speak)?;
        Ok(Reply { parts, speaker, begun: 0 })
    }

    /// Says the rest.
    ///
    /// # Errors
    /// Whatever went wrong since the beginning.
    pub fn end(mut self, answer: Answer) -> io::Result<()> {
        let Answer { mut file, findings } = answer;
        for grid in file.iter_mut().flat_map(|file| &mut file.grids) {
            let rows = std::mem::take(&mut grid.rows);
            let taken = grid.taken.get_or_insert_with(|| Taken { number: self.begin(), rows: 0 });
            taken.rows += rows.len();
            let mut rows = rows.into_iter().peekable();
            while rows.peek().is_some() {
                self.take(taken.number, rows.by_ref().take(ROWS_AT_ONCE).collect());
            }
        }
        self.put(Part::End(file, findings));
        drop(self.parts);
        let lost = |_| io::Error::other("the answer broke off");
        self.speaker.join().map_err(lost)?
    }

    fn put(&mut self, part: Part<Vec<Row>>) {
        // Refused only where saying another one failed; the end tells.
        let _ = self.parts.send(part);
    }
}

impl TakeRows for Reply {
    fn begin(&mut self) -> u32 {
        self.begun += 1;
        self.begun
    }

    fn take(&mut self, number: u32, rows: Vec<Row>) {
        self.put(Part::Rows(number, rows));
    }

    fn forget(&mut self, number: Option<u32>) {
        self.put(Part::Forget(number));
    }
}

/// Whether it is this program that answers.
pub fn greeted(pipe: &mut impl Read) -> io::Result<()> {
    let mut greeting = Vec::new();
    let length = GREETING.len() as u64;
    // A pipe that breaks has given what it had.
    let _ = pipe.by_ref().take(length).read_to_end(&mut greeting);
    if greeting == GREETING { Ok(()) } else { Err(damaged("another program answered")) }
}

/// An answer takes more memory than it may.
pub struct TooMuch;

/// The answer behind the greeting; none where it breaks off, and an error where it takes more than so many
/// bytes.
pub fn answer(pipe: &mut impl Read, most: u64) -> Result<Option<Answer>, TooMuch> {
    match rest(pipe, most) {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => Err(TooMuch),
        Err(_) => Ok(None),
    }
}

fn rest(pipe: &mut impl Read, most: u64) -> io::Result<Answer> {
    let mut texts = Texts::default();
    let mut left = most;
    // The rows of each sheet, and what they take.
    let mut taken: BTreeMap<u32, (Vec<Row>, u64)> = BTreeMap::new();
    loop {
        let (part, length) = part(pipe, left)?;
        match part {
            Part::Rows(number, mut rows) => {
                let room = room(&rows) + length;
                left = left.checked_sub(room).ok_or_else(too_much)?;
                // Words are few and cells are many: each is kept once, as it was before the journey.
                let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.filter_map(Cell::as_text_mut).for_each(|text| texts.share(text));
                let (above, taken_by) = taken.entry(number).or_default();
                above.append(&mut rows);
                *taken_by += room;
            }
            Part::Forget(Some(number)) => {
                left += taken.remove(&number).map_or(0, |(_, room)| room);
            }
            Part::Forget(None) => {
                taken.clear();
                left = most;
            }
            Part::End(mut file, findings) => {
                for grid in file.iter_mut().flat_map(|file| &mut file.grids) {
                    let whole = grid.taken.take().ok_or_else(|| damaged("rows are missing"))?;
                    grid.rows = taken.remove(&whole.number).unwrap_or_default().0;
                    if grid.rows.len() != whole.rows {
                        return Err(damaged("rows are missing"));
                    }
                }
                return match pipe.read(&mut [0])? {
                    0 => Ok(Answer { file, findings }),
                    _ => Err(damaged("more than an answer")),
                };
            }
        }
    }
}

/// What rows take in memory, without their texts.
fn room(rows: &[Row]) -> u64 {
    let cells: usize = rows.iter().map(|row| row.cells.len()).sum();
    (size_of_val(rows) + cells * size_of::<Cell>()) as u64
}

fn too_much() -> io::Error {
    io::ErrorKind::OutOfMemory.into()
}

/// A part, and how many bytes it came in.
fn part(pipe: &mut impl Read, most: u64) -> io::Result<(Part<Vec<Row>>, u64)> {
    let mut length = [0; 8];
    pipe.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(too_much());
    }
    // One that says more than it has gets no room for it.
    let bytes = filled(Vec::new(), pipe, length)?;
    Ok((postcard::from_bytes(&bytes).map_err(damaged)?, length))
}
