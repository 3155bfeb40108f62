//! Settings: a file, over it the environment, over it the command line. Every setting has a
//! default and a line in [`SETTINGS`], from which docs/ops/config.md is written.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// A setting as it is documented: name, default, what it is for.
pub struct Setting {
    /// Its name in the file; `DOUDI_` and the name in capitals in the environment.
    pub name: &'static str,
    /// The default, as one writes it.
    pub default: &'static str,
    /// What it is for, in English.
    pub about: &'static str,
    /// What it is for, in Chinese.
    pub about_zh: &'static str,
}

macro_rules! setting {
    ($name:literal, $default:literal, $about:literal, $zh:literal) => {
        Setting {
            name: $name,
            default: $default,
            about: $about,
            about_zh: $zh,
        }
    };
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    setting!(
        "data",
        "data",
        "Folder for the database file, keys, attachments and copies",
        "数据文件夹：数据库、密钥、附件、备份"
    ),
    setting!(
        "database",
        "",
        "postgres://user:password@host/name, or a file; empty for doudi.db in the data folder",
        "数据库：postgres://… 或文件；留空为数据文件夹中的 doudi.db"
    ),
    setting!(
        "keys",
        "",
        "The key file; empty for keys.toml in the data folder. Better on another volume",
        "密钥文件；留空为数据文件夹中的 keys.toml，最好放在另一个磁盘"
    ),
    setting!(
        "pack",
        "",
        "Folder of the policy pack that this installation works by; empty for none",
        "本单位所用规则包的文件夹；留空为不用"
    ),
    setting!(
        "listen",
        "127.0.0.1:8080",
        "Address to serve on",
        "监听地址"
    ),
    setting!(
        "https",
        "false",
        "The browser reaches the server over HTTPS (through a proxy): cookies are then for HTTPS only",
        "浏览器经 HTTPS（代理）访问：此时 Cookie 只走 HTTPS"
    ),
    setting!(
        "proxy",
        "false",
        "Take the visitor's address from X-Forwarded-For; only behind a proxy of one's own",
        "从 X-Forwarded-For 取访客地址；仅在自己的代理之后开启"
    ),
    setting!(
        "connections",
        "8",
        "Database connections at most",
        "数据库连接数上限"
    ),
    setting!(
        "workers",
        "2",
        "Jobs that run at the same time",
        "同时运行的后台任务数"
    ),
    setting!(
        "session_idle_minutes",
        "30",
        "Signed out after so many idle minutes",
        "无操作自动退出的分钟数"
    ),
    setting!(
        "session_hours",
        "10",
        "Signed out after so many hours in any case",
        "登录最长小时数"
    ),
    setting!("password_length", "10", "Shortest password", "口令最短长度"),
    setting!(
        "password_days",
        "90",
        "A password must be changed after so many days; 0 for never",
        "口令有效天数；0 为不限"
    ),
    setting!(
        "lockout_failures",
        "5",
        "Wrong passwords before an account is locked for a while",
        "锁定前允许的口令错误次数"
    ),
    setting!(
        "sign_on_issuer",
        "",
        "Issuer of an OpenID Connect provider to sign on with, an https address; empty for none",
        "统一身份认证（OpenID Connect）签发者的 https 地址；留空为不用"
    ),
    setting!(
        "sign_on_client",
        "",
        "Client name that the provider gave to this installation",
        "认证平台分配给本系统的客户端标识"
    ),
    setting!(
        "sign_on_secret",
        "",
        "Client secret; better in the environment than in a file. Empty for a public client",
        "客户端密钥，宜放在环境变量中；公开客户端留空"
    ),
    setting!(
        "sign_on_authority",
        "",
        "File of certificates (PEM) that the provider's certificate is signed by; empty for the well-known ones",
        "签发认证平台证书的 CA 证书文件（PEM）；留空为公认的 CA"
    ),
    setting!(
        "sign_on_claim",
        "preferred_username",
        "Claim of the provider's token that holds the sign-in name of the account here",
        "令牌中对应本系统登录名的声明"
    ),
    setting!(
        "upload_megabytes",
        "50",
        "Largest upload",
        "上传文件上限（兆字节）"
    ),
    setting!(
        "language",
        "zh-CN",
        "Language of visitors who have not chosen: zh-CN or en",
        "未选择语言的访客所用语言：zh-CN 或 en"
    ),
];

/// The provider of single sign-on, as it is configured.
#[derive(Clone, PartialEq, Eq)]
pub struct SignOn {
    /// The issuer's address.
    pub issuer: String,
    /// The name under which it knows us.
    pub client: String,
    /// Our secret there, or nothing.
    pub secret: String,
    /// Certificates of its authority.
    pub authority: Option<PathBuf>,
    /// The claim that holds the sign-in name.
    pub claim: String,
}

impl std::fmt::Debug for SignOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The secret goes into no log.
        f.debug_struct("SignOn")
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// All settings, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Folder of all data.
    pub data: PathBuf,
    /// Where the database is.
    pub database: db::Target,
    /// Where the keys are.
    pub keys: PathBuf,
    /// Where to serve.
    pub listen: SocketAddr,
    /// Folder of the policy pack.
    pub pack: Option<PathBuf>,
    /// The browser comes over HTTPS.
    pub https: bool,
    /// A proxy of our own stands before us.
    pub proxy: bool,
    /// Database connections.
    pub connections: usize,
    /// Jobs at a time.
    pub workers: usize,
    /// Idle minutes of a session.
    pub session_idle_minutes: i64,
    /// Hours of a session.
    pub session_hours: i64,
    /// Shortest password.
    pub password_length: usize,
    /// Days of a password, 0 for ever.
    pub password_days: i64,
    /// Failures before a lock.
    pub lockout_failures: i64,
    /// The provider of single sign-on.
    pub sign_on: Option<SignOn>,
    /// Largest upload in bytes.
    pub upload_bytes: usize,
    /// Language tag of visitors.
    pub language: String,
}

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{path}: {why}")]
    File {
        /// Where.
        path: String,
        /// What the system or the parser says.
        why: String,
    },
    /// There is no such setting.
    #[error("there is no setting {name}")]
    Unknown {
        /// What was written.
        name: String,
    },
    /// The value does not fit.
    #[error("{name}: {value} does not fit")]
    Value {
        /// The setting.
        name: &'static str,
        /// The value.
        value: String,
    },
}

impl Settings {
    /// Reads the file (if one is named), then `DOUDI_…` of the environment, then what the command
    /// line says.
    pub fn read(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        flags: &[(&'static str, String)],
    ) -> Result<Self, SettingsError> {
        let mut values = BTreeMap::new();
        if let Some(path) = file {
            let told = |why: String| SettingsError::File {
                path: path.display().to_string(),
                why,
            };
            let text = std::fs::read_to_string(path).map_err(|e| told(e.to_string()))?;
            let table: toml::Table = toml::from_str(&text).map_err(|e| told(e.to_string()))?;
            for (name, value) in table {
                let value = match value {
                    toml::Value::String(text) => text,
                    other => other.to_string(),
                };
                values.insert(known(&name)?, value);
            }
        }
        for (name, value) in environment {
            if let Some(name) = name.strip_prefix("DOUDI_") {
                values.insert(known(&name.to_lowercase())?, value);
            }
        }
        for (name, value) in flags {
            values.insert(known(name)?, value.clone());
        }
        Self::checked(&values)
    }

    fn checked(values: &BTreeMap<&'static str, String>) -> Result<Self, SettingsError> {
        let text = |name: &'static str| {
            let default = SETTINGS.iter().find(|s| s.name == name);
            let default = default.map_or("", |s| s.default);
            values.get(name).map_or(default, String::as_str)
        };
        fn read<T: std::str::FromStr>(name: &'static str, text: &str) -> Result<T, SettingsError> {
            text.trim().parse().map_err(|_| SettingsError::Value {
                name,
                value: text.to_owned(),
            })
        }
        let number = |name: &'static str, least: i64| -> Result<i64, SettingsError> {
            let value = read::<i64>(name, text(name))?;
            if value < least {
                return Err(SettingsError::Value {
                    name,
                    value: value.to_string(),
                });
            }
            Ok(value)
        };
        let data = PathBuf::from(text("data"));
        let within = |given: &str, name: &str| match given {
            "" => data.join(name),
            given => PathBuf::from(given),
        };
        let database = match text("database") {
            "" => db::Target::File(data.join("doudi.db")),
            given => db::Target::parse(given).map_err(|_| SettingsError::Value {
                name: "database",
                value: "…".to_owned(),
            })?,
        };
        let language = text("language").to_owned();
        if !["zh-CN", "en"].contains(&language.as_str()) {
            return Err(SettingsError::Value {
                name: "language",
                value: language,
            });
        }
        let sign_on = match text("sign_on_issuer") {
            "" => None,
            issuer => Some(SignOn {
                issuer: issuer.trim_end_matches('/').to_owned(),
                client: text("sign_on_client").to_owned(),
                secret: text("sign_on_secret").to_owned(),
                authority: Some(text("sign_on_authority"))
                    .filter(|p| !p.is_empty())
                    .map(PathBuf::from),
                claim: text("sign_on_claim").to_owned(),
            }),
        };
        if let Some(given) = sign_on.as_ref().filter(|s| s.client.is_empty()) {
            return Err(SettingsError::Value {
                name: "sign_on_client",
                value: given.client.clone(),
            });
        }
        let size = |name, least| -> Result<usize, SettingsError> {
            Ok(usize::try_from(number(name, least)?).unwrap_or(usize::MAX))
        };
        Ok(Self {
            database,
            keys: within(text("keys"), "keys.toml"),
            pack: Some(text("pack"))
                .filter(|p| !p.is_empty())
                .map(PathBuf::from),
            listen: read("listen", text("listen"))?,
            https: read("https", text("https"))?,
            proxy: read("proxy", text("proxy"))?,
            connections: size("connections", 2)?,
            workers: size("workers", 1)?,
            session_idle_minutes: number("session_idle_minutes", 1)?,
            session_hours: number("session_hours", 1)?,
            password_length: size("password_length", 8)?,
            password_days: number("password_days", 0)?,
            lockout_failures: number("lockout_failures", 3)?,
            sign_on,
            upload_bytes: size("upload_megabytes", 1)?.saturating_mul(1 << 20),
            language,
            data,
        })
    }
}

fn known(name: &str) -> Result<&'static str, SettingsError> {
    let found = SETTINGS.iter().find(|s| s.name == name);
    found.map(|s| s.name).ok_or_else(|| SettingsError::Unknown {
        name: name.to_owned(),
    })
}

/// The reference of all settings, as docs/ops/config.md.
#[must_use]
pub fn reference() -> String {
    let mut out = String::from(
        "# Settings\n\nA file given with `--config` (TOML), over it the environment (`DOUDI_` and \
         the name in capitals), over it the command line. This page is written from \
         `crates/platform/src/settings.rs`; a test holds them equal.\n\n\
         | setting | default | meaning | 含义 |\n|---|---|---|---|\n",
    );
    for setting in SETTINGS {
        let default = match setting.default {
            "" => "(empty)".to_owned(),
            value => format!("`{value}`"),
        };
        out += &format!(
            "| `{}` | {default} | {} | {} |\n",
            setting.name, setting.about, setting.about_zh
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("doudi.toml");
        std::fs::write(&path, text).unwrap();
        let environment = environment.iter();
        let environment = environment.map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Settings::read(Some(&path), environment, &[("workers", "3".to_owned())])
    }

    #[test]
    fn the_command_line_wins_over_the_environment_over_the_file() {
        let settings = read(
            "listen = \"0.0.0.0:80\"\nworkers = 1\nconnections = 4\n",
            &[("DOUDI_CONNECTIONS", "6"), ("HOME", "/")],
        )
        .unwrap();
        assert_eq!(settings.listen.port(), 80);
        assert_eq!((settings.connections, settings.workers), (6, 3));
        assert_eq!(settings.keys, PathBuf::from("data/keys.toml"));
    }

    #[test]
    fn what_is_misspelt_or_does_not_fit_is_named() {
        let unknown = read("lisen = \"x\"", &[]).unwrap_err();
        assert!(matches!(unknown, SettingsError::Unknown { name } if name == "lisen"));
        let value = read("password_length = 4", &[]).unwrap_err();
        assert!(matches!(
            value,
            SettingsError::Value {
                name: "password_length",
                ..
            }
        ));
        let secret = read("database = \"mysql://u:secret@h/d\"", &[]).unwrap_err();
        assert!(!secret.to_string().contains("secret"));
    }

    #[test]
    fn a_provider_needs_our_name_there_and_its_secret_is_not_told() {
        let nameless = read("sign_on_issuer = \"https://id.example/\"", &[]).unwrap_err();
        assert!(matches!(
            nameless,
            SettingsError::Value {
                name: "sign_on_client",
                ..
            }
        ));
        let text = "sign_on_issuer = \"https://id.example/\"\nsign_on_client = \"doudi\"";
        let settings = read(text, &[("DOUDI_SIGN_ON_SECRET", "kept-quiet")]).unwrap();
        assert_eq!(
            settings.sign_on.as_ref().unwrap().issuer,
            "https://id.example"
        );
        assert!(!format!("{settings:?}").contains("kept-quiet"));
    }

    #[test]
    fn the_reference_is_as_it_is_written_here() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ops/config.md");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, reference()).unwrap();
        }
        let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        assert_eq!(text, reference(), "write it anew with UPDATE_EXPECT=1");
    }
}
