//! Throughput of the lexer, the parser and the compiler, each apart, in bytes of source.
//!
//! The text is every script under `tests/dis`, or the files of the folder that
//! `WEFT_BENCH_CORPUS` names (such as the standard library of a CPython).

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::{env, fs};

use bumpalo::Bump;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use syntax::parser::{self, Limits, Mode};

fn collect(folder: &Path, texts: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "py")
            && let Some(text) = valid_text(&path)
        {
            texts.push(text);
        }
    }
}

/// The decoded text of a file that compiles.
fn valid_text(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    let options = compiler::Options::default();
    compiler::compile(&bytes, "bench.py", &options, &mut Vec::new()).ok()?;
    Some(syntax::source::decode(&bytes).ok()?.into_owned())
}

fn front_end(criterion: &mut Criterion) {
    let corpus = env::var_os("WEFT_BENCH_CORPUS").map(PathBuf::from);
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dis");
    let mut texts = Vec::new();
    collect(&corpus.unwrap_or(scripts), &mut texts);
    let bytes: usize = texts.iter().map(String::len).sum();

    let mut group = criterion.benchmark_group("front_end");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(10);
    group.bench_function("lexer", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                black_box(syntax::lexer::tokenize(text, parser::Mode::Module));
            }
        });
    });
    group.bench_function("parser", |bencher| {
        let mut arena = Bump::new();
        bencher.iter(|| {
            for text in &texts {
                let limits = Limits { parser_depth: 200 };
                let tree = parser::parse(&arena, text, Mode::Module, limits, &mut Vec::new());
                black_box(&tree);
                arena.reset();
            }
        });
    });
    group.bench_function("compiler", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                let options = compiler::Options::default();
                let code = compiler::compile_text(text, "bench.py", &options, &mut Vec::new());
                black_box(code.is_ok());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, front_end);
criterion_main!(benches);
