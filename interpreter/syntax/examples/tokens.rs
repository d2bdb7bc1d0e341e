//! Prints the tokens of files: kind, place, text. With `--time`, how fast they are found.
//!
//!     cargo run -p syntax --example tokens -- FILE...
//!     cargo run --release -p syntax --example tokens -- --time FILE...

use std::time::Instant;

use syntax::parser::Mode;

fn main() -> std::io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let time = arguments.first().is_some_and(|first| first == "--time");
    if time {
        arguments.remove(0);
        return measure(&arguments);
    }
    for path in &arguments {
        print(path, &std::fs::read(path)?);
    }
    Ok(())
}

fn print(path: &str, bytes: &[u8]) {
    println!("# {path}");
    let text = match syntax::source::decode(bytes) {
        Ok(text) => text,
        Err(error) => return println!("error {error:?}"),
    };
    let tokens = syntax::lexer::tokenize(&text, Mode::Module);
    for token in &tokens.tokens {
        let span = token.span;
        println!(
            "{},{}-{},{} {:?} {:?}",
            span.line,
            span.column,
            span.end_line,
            span.end_column,
            token.kind,
            token.text(&text)
        );
    }
    for found in &tokens.warnings {
        let warning = &found.warning;
        println!("warning {} {}", warning.span.line, warning.message);
    }
    if let Some(error) = &tokens.error {
        println!("error {error:?} raised: {}", tokens.error_is_raised);
    }
}

fn measure(paths: &[String]) -> std::io::Result<()> {
    let mut files = Vec::new();
    for path in paths {
        files.push(std::fs::read(path)?);
    }
    let texts: Vec<_> = files
        .iter()
        .filter_map(|bytes| syntax::source::decode(bytes).ok())
        .collect();
    let size: usize = texts.iter().map(|text| text.len()).sum();
    let start = Instant::now();
    let tokens: usize = texts
        .iter()
        .map(|text| syntax::lexer::tokenize(text, Mode::Module).tokens.len())
        .sum();
    let seconds = start.elapsed().as_secs_f64();
    let rate = size as f64 / 1e6 / seconds;
    println!("{size} bytes, {tokens} tokens, {seconds:.3} s, {rate:.0} MB/s");
    Ok(())
}
