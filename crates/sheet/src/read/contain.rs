//! Readers of other people's formats that stop hard at damage no check foresees: their panic ends
//! in an error that names the file, and nothing of it reaches the terminal. A panic of the caller's
//! own code goes on as it was. Start at [`contained`].

use crate::SheetError;
use crate::table::Table;
use std::cell::Cell;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a foreign reader is at work in this thread.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader that hands parts over to `each`.
///
/// # Errors
/// What `read` returns, or [`SheetError::Broken`] when it panicked.
pub(super) fn contained(
    file: &str,
    each: &mut dyn FnMut(Table) -> ControlFlow<()>,
    read: impl FnOnce(&mut dyn FnMut(Table) -> ControlFlow<()>) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    quiet();
    let before = AT_WORK.replace(true);
    let mut in_callers = false;
    let mut handed = |table: Table| {
        AT_WORK.set(before);
        in_callers = true;
        let flow = each(table);
        in_callers = false;
        AT_WORK.set(true);
        flow
    };
    let result = catch_unwind(AssertUnwindSafe(|| read(&mut handed)));
    AT_WORK.set(before);
    match result {
        Ok(result) => result,
        Err(panic) if in_callers => resume_unwind(panic),
        Err(_) => Err(SheetError::Broken {
            file: file.to_owned(),
            why: "a part of it cannot be decoded".to_owned(),
        }),
    }
}

/// Sees to it that panics of a contained reader are not printed; all others are, as before.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !AT_WORK.get() {
                before(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readers_panic_is_an_error_that_names_the_file() {
        let mut each = |_| ControlFlow::Continue(());
        let read = |_: &mut dyn FnMut(Table) -> ControlFlow<()>| -> Result<(), SheetError> {
            let nothing: [u8; 0] = [];
            let at = std::hint::black_box(3);
            assert_eq!(nothing[at], 0);
            Ok(())
        };
        let error = contained("台账.parquet", &mut each, read);
        assert!(matches!(error, Err(SheetError::Broken { file, .. }) if file == "台账.parquet"));
    }
}
