//! The commands as a user types them; see `tests/command_line`.
//!
//! `TRYCMD=overwrite cargo test --test command_line` writes down what the commands print now.

#[test]
fn commands_print_what_is_written_down() {
    trycmd::TestCases::new()
        .case("tests/command_line/*.trycmd")
        .case("tests/command_line/*.toml");
}
