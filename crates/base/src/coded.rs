//! Words of a schema: an enum whose variants have a code for databases and forms and a message code
//! for people.

/// Makes such an enum. Codes are what is kept: they never change once something was kept under them.
///
/// ```
/// base::words! {
///     /// Whether a door is open.
///     Door {
///         /// It is.
///         Open = "open", "door-open";
///         /// It is not.
///         Shut = "shut", "door-shut";
///     }
/// }
/// assert_eq!(Door::of("shut"), Some(Door::Shut));
/// assert_eq!((Door::Open.code(), Door::Open.label()), ("open", "door-open"));
/// assert_eq!(Door::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$inner])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As the database and forms write it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The message code of its name.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// By its code.
            #[must_use]
            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.code() == code)
            }
        }
    };
}
