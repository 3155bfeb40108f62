//! The living system put together: settings, database, keys, slices. Every command that touches
//! it opens it here.

use crate::cli::value;
use crate::failure::Failure;
use crate::messages::{Catalogue, Language, catalogue};
use crate::packs;
use base::message::{Message, Speak};
use base::{Clock, Fault};
use clap::{ArgMatches, Command};
use db::{Db, DbError, MIGRATIONS, backup, migrate};
use platform::crypto::{KeyError, Keyring, SealedColumn};
use platform::{Platform, Settings, SettingsError, SystemClock};
use std::path::Path;
use webkit::{Module, Site};

/// The slices.
const MODULES: &[Module] = &[
    admin::MODULE,
    registry::MODULE,
    registry::REGISTERS,
    taskboard::MODULE,
    casework::MODULE,
    treasury::MODULE,
    findings::MODULE,
    insight::MODULE,
];

/// Every column with sealed values: what a rotation of the keys goes through.
pub(crate) const SEALED: [&[SealedColumn]; 3] = [
    platform::account::SEALED,
    registry::SEALED,
    findings::SEALED,
];

/// Settings that can be given on the command line of every command here.
const FLAGS: [(&str, &str, &str); 5] = [
    ("data", "FOLDER", "help-data"),
    ("database", "ADDRESS", "help-database"),
    ("keys", "FILE", "help-keys"),
    ("pack", "DIR", "help-pack-setting"),
    ("listen", "HOST:PORT", "help-listen"),
];

/// Adds the options that say where the system is.
pub(crate) fn options(command: Command, catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = command.arg(value("config", "FILE", say("help-config")));
    FLAGS
        .into_iter()
        .fold(command, |command, (name, placeholder, help)| {
            command.arg(value(name, placeholder, say(help)))
        })
}

/// The settings of a command.
pub(crate) fn settings(args: &ArgMatches) -> Result<Settings, Failure> {
    settings_or(args, &[])
}

/// The settings of a command that has values of its own where nobody gave one.
pub(crate) fn settings_or(
    args: &ArgMatches,
    otherwise: &[(&'static str, &str)],
) -> Result<Settings, Failure> {
    let file = args.get_one::<String>("config").map(Path::new);
    let given = |name: &str| args.get_one::<String>(name).cloned();
    let mine = |name: &str| otherwise.iter().find(|(n, _)| *n == name);
    let flags: Vec<(&'static str, String)> = FLAGS
        .iter()
        .filter_map(|(name, _, _)| {
            let value = given(name).or_else(|| mine(name).map(|(_, v)| (*v).to_owned()));
            Some((*name, value?))
        })
        .collect();
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Settings::read(file, environment, &flags)?)
}

/// Opens the database and brings it to this version, a copy first.
pub(crate) fn database(settings: &Settings) -> Result<Db, Failure> {
    let db = Db::open(&settings.database, settings.connections)?;
    let now = SystemClock.now();
    migrate::run(&db, MIGRATIONS, now, |db, from| {
        let folder = settings.data.join("backup");
        std::fs::create_dir_all(&folder).map_err(|e| DbError::File {
            path: folder.display().to_string(),
            why: e.to_string(),
        })?;
        // A start that was broken off may have left a copy in this very second.
        let stamp = now.as_millisecond();
        let name = match db.engine() {
            db::Engine::Sqlite => format!("before-{from}-{stamp}.db"),
            db::Engine::Postgres => format!("before-{from}-{stamp}.dump.gz"),
        };
        backup::backup(db, &folder.join(name), now).map(|_| ())
    })?;
    Ok(db)
}

/// The whole platform; the keys must be there.
pub(crate) fn platform(args: &ArgMatches) -> Result<Platform, Failure> {
    let settings = settings(args)?;
    if !settings.keys.exists() {
        let path = settings.keys.display().to_string();
        return Err(Failure::Said(
            Message::new("serve-no-keys").with("file", path),
            3,
        ));
    }
    let keys = Keyring::read(&settings.keys)?;
    let db = database(&settings)?;
    install(&settings)?;
    Ok(Platform::new(db, keys, settings))
}

/// Makes the registers of the pack that the settings name, if they name one, those of this
/// installation.
pub(crate) fn install(settings: &Settings) -> Result<(), Failure> {
    if let Some(folder) = &settings.pack {
        let catalogue = catalogue(Language::of_tag(&settings.language));
        let (_, pack) = packs::open(&catalogue, &folder.to_string_lossy())?;
        registry::register::install(pack);
    }
    Ok(())
}

/// The site with all slices.
pub(crate) fn site(platform: Platform) -> Site {
    Site::new(
        platform,
        MODULES.to_vec(),
        catalogue(Language::Chinese),
        catalogue(Language::English),
    )
}

/// Everything that jobs can be.
pub(crate) fn handlers() -> Vec<(&'static str, platform::job::Handler)> {
    MODULES.iter().flat_map(|m| m.jobs).copied().collect()
}

impl From<DbError> for Failure {
    fn from(e: DbError) -> Self {
        Self::Said(e.message(), 3)
    }
}

impl From<KeyError> for Failure {
    fn from(e: KeyError) -> Self {
        Self::Said(Message::new("serve-keys").with("why", e.to_string()), 3)
    }
}

impl From<SettingsError> for Failure {
    fn from(e: SettingsError) -> Self {
        let message = match e {
            SettingsError::File { path, why } => Message::new("serve-config-file")
                .with("file", path)
                .with("why", why),
            SettingsError::Unknown { name } => {
                Message::new("serve-config-unknown").with("name", name)
            }
            SettingsError::Value { name, value } => Message::new("serve-config-value")
                .with("name", name)
                .with("value", value),
        };
        Self::Said(message, 2)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let message = match fault {
            Fault::NotFound | Fault::Forbidden => Message::new("db-not-found"),
            Fault::Stale => Message::new("db-stale"),
            Fault::Refused(message) => message,
            Fault::Invalid(errors) => match errors.iter().next() {
                Some((_, message)) => message.clone(),
                None => Message::new("db-not-found"),
            },
            Fault::Internal(e) => Message::new("db-statement").with("what", e.to_string()),
        };
        Self::Said(message, 4)
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod http_tests;
