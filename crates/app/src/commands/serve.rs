//! `doudi serve`: the pages, and the jobs behind them, until somebody says stop.

use crate::bureau::{handlers, options, platform, site};
use crate::cli::sub;
use crate::failure::Failure;
use crate::messages::Catalogue;
use base::message::Message;
use clap::{ArgMatches, Command};
use platform::job::Queue;
use std::process::ExitCode;
use std::sync::Arc;

/// The command line of it.
pub(crate) fn define(catalogue: &Catalogue) -> Command {
    let say = |code| catalogue.text(code);
    let command = sub("serve", catalogue, say("help-serve"), say("example-serve"));
    options(command, catalogue)
}

pub(crate) fn run(catalogue: &Catalogue, args: &ArgMatches) -> Result<ExitCode, Failure> {
    open(catalogue, site(platform(args)?), |_| {})
}

/// Serves a site until somebody says stop; `ready` is told where, once it is there.
pub(crate) fn open(
    catalogue: &Catalogue,
    site: webkit::Site,
    ready: impl Fn(std::net::SocketAddr),
) -> Result<ExitCode, Failure> {
    let platform = site.platform.clone();
    let listen = platform.settings().listen;
    let queue = Queue::new(platform.clone(), handlers())?;
    let workers = queue.start(platform.settings().workers);
    let cannot = |e: std::io::Error| {
        let message = Message::new("serve-listen").with("address", listen.to_string());
        Failure::Said(message.with("why", e.to_string()), 3)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(cannot)?;
    let site = Arc::new(site);
    let served = runtime.block_on(async {
        let running = webkit::serve(site).await.map_err(cannot)?;
        let message = Message::new("serve-open").with("address", running.address.to_string());
        println!("{}", catalogue.say(&message));
        ready(running.address);
        platform::log::info("serve", &[("address", running.address.into())]);
        running.until(stop()).await.map_err(cannot)
    });
    queue.stop();
    for worker in workers {
        // A worker that panicked has left its job for the next start.
        let _ = worker.join();
    }
    platform::log::info("stopped", &[]);
    served.map(|()| ExitCode::SUCCESS)
}

/// Waits for Ctrl-C, or for the system's word to stop.
async fn stop() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use std::future::{pending, poll_fn};
        use std::pin::pin;
        use std::task::Poll;
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => pending().await,
            }
        };
        let (mut interrupt, mut terminate) = (pin!(interrupt), pin!(terminate));
        poll_fn(|context| {
            let first = interrupt.as_mut().poll(context).is_ready();
            let second = terminate.as_mut().poll(context).is_ready();
            if first || second {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
    #[cfg(not(unix))]
    interrupt.await;
}
