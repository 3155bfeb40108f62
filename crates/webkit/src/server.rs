//! The server: sockets, limits, headers that every answer carries, an end without broken answers.

use crate::assets::{ASSETS, compressed};
use crate::entry::{Out, Raw, Site};
use crate::route::{Method, Route};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, RawPathParams};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use axum::routing::{MethodFilter, on};
use flate2::Compression;
use platform::log;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// What every answer carries: nothing from elsewhere, no script but our own, no framing.
const HEADERS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    (
        "permissions-policy",
        "camera=(self), geolocation=(self), microphone=()",
    ),
];

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    listener: TcpListener,
    router: Router,
}

/// Opens the socket. Nothing is answered until [`Running::until`].
pub async fn serve(site: Arc<Site>) -> std::io::Result<Running> {
    let listener = TcpListener::bind(site.platform.settings().listen).await?;
    let address = listener.local_addr()?;
    Ok(Running {
        address,
        listener,
        router: router(&site),
    })
}

impl Running {
    /// Answers until the signal comes; requests in progress are finished.
    pub async fn until(
        self,
        signal: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let service = self
            .router
            .into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(self.listener, service)
            .with_graceful_shutdown(signal)
            .await
    }
}

fn router(site: &Arc<Site>) -> Router {
    let mut router = Router::new();
    for route in site.routes() {
        let filter = match route.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
        };
        let site = Arc::clone(site);
        let handler =
            move |peer: ConnectInfo<SocketAddr>, params: RawPathParams, request: Request<Body>| {
                let params = params
                    .iter()
                    .map(|(n, v)| (n.to_owned(), v.to_owned()))
                    .collect();
                answered(Arc::clone(&site), Some(route), peer.0, params, request)
            };
        router = router.route(route.path, on(filter, handler));
    }
    for asset in &ASSETS {
        router = router.route(
            asset.address(),
            axum::routing::get(move || async move {
                let headers = [
                    ("content-type", asset.media_type),
                    ("content-encoding", "gzip"),
                    ("cache-control", "public, max-age=31536000, immutable"),
                ];
                response(
                    200,
                    headers.map(|(n, v)| (n, v.to_owned())).into(),
                    asset.compressed().to_vec(),
                )
            }),
        );
    }
    let site = Arc::clone(site);
    router.fallback(
        move |peer: ConnectInfo<SocketAddr>, request: Request<Body>| {
            answered(Arc::clone(&site), None, peer.0, Vec::new(), request)
        },
    )
}

async fn answered(
    site: Arc<Site>,
    route: Option<&'static Route>,
    peer: SocketAddr,
    params: Vec<(String, String)>,
    request: Request<Body>,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let header = |name: &str| text(&parts.headers, name);
    let proxied = site.platform.settings().proxy;
    let forwarded = header("x-forwarded-for");
    let address = match forwarded.rsplit(',').next().map(str::trim) {
        Some(address) if proxied && !address.is_empty() => address.to_owned(),
        _ => peer.ip().to_string(),
    };
    let limit = site
        .platform
        .settings()
        .upload_bytes
        .saturating_add(1 << 16);
    let body = to_bytes(body, limit).await;
    let gzip = header("accept-encoding").contains("gzip");
    let raw = Raw {
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        params,
        too_large: body.is_err(),
        body: body.unwrap_or_default().to_vec(),
        content_type: header("content-type"),
        is_part: header("hx-request") == "true" && header("hx-boosted") != "true",
        cookies: header("cookie"),
        languages: header("accept-language"),
        host: header("host"),
        fetch_site: header("sec-fetch-site"),
        address,
        agent: header("user-agent"),
    };
    // Handlers wait for the database: they have threads of their own.
    let answer = tokio::task::spawn_blocking(move || {
        let mut out = site.answer(route, raw);
        if gzip && out.body.len() > 1_000 {
            out.body = compressed(&out.body, Compression::fast());
            out.headers.push(("content-encoding", "gzip".to_owned()));
            out.headers.push(("vary", "accept-encoding".to_owned()));
        }
        out
    });
    let Out {
        status,
        headers,
        body,
    } = answer.await.unwrap_or_else(|e| {
        // A panic in a handler: a fault of ours that must not take the server with it.
        log::error("handler", &[("why", log::chain(&e))]);
        Out {
            status: 500,
            ..Out::default()
        }
    });
    response(status, headers, body)
}

fn text(headers: &HeaderMap, name: &str) -> String {
    let value = headers.get(name).and_then(|v| v.to_str().ok());
    value.unwrap_or_default().to_owned()
}

fn response(status: u16, headers: Vec<(&'static str, String)>, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    if let Ok(status) = status.try_into() {
        *response.status_mut() = status;
    }
    let all = headers
        .iter()
        .map(|(n, v)| (*n, v.as_str()))
        .chain(HEADERS.iter().copied());
    for (name, value) in all {
        // What cannot stand in a header is left out.
        if let Ok(value) = HeaderValue::from_str(value) {
            response
                .headers_mut()
                .append(HeaderName::from_static(name), value);
        }
    }
    response
}
