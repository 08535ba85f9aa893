//! Says how to reach the server as soon as it answers: addresses, key, a line to paste.

use std::net::{IpAddr, SocketAddr, TcpStream};
use std::os::unix::process::parent_id;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use super::demo::{Access, EMAIL};

pub(crate) const KEY_VARIABLE: &str = "STANDCLOUD_XTASK_KEY";
pub(crate) const PASSWORD_VARIABLE: &str = "STANDCLOUD_XTASK_PASSWORD";

const START_LIMIT: Duration = Duration::from_mins(1);
const POLL_INTERVAL: Duration = Duration::from_millis(50);

#[derive(Args)]
pub(crate) struct Options {
    #[arg(long)]
    listen: SocketAddr,
    #[arg(long)]
    data: PathBuf,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let server = parent_id();
    let deadline = Instant::now() + START_LIMIT;
    while TcpStream::connect_timeout(&options.listen, POLL_INTERVAL).is_err() {
        if parent_id() != server {
            // The server could not start, and has said why.
            return Ok(());
        }
        anyhow::ensure!(Instant::now() < deadline, "the server does not answer");
        thread::sleep(POLL_INTERVAL);
    }
    let secret = |name: &str| std::env::var(name).ok();
    let access = secret(KEY_VARIABLE)
        .zip(secret(PASSWORD_VARIABLE))
        .map(|(key, password)| Access { key, password });
    print!("{}", render(options.listen, &options.data, access.as_ref()));
    Ok(())
}

fn render(listen: SocketAddr, data: &Path, access: Option<&Access>) -> String {
    let address = address_for_people(listen);
    let base = format!("https://{address}");
    let Some(Access { key, password }) = access else {
        return format!(
            "\n  StandCloud   {base}\n  data         {}\n  no key       make one with: standcloud \
             key add\n\n  Ctrl-C ends it.\n\n",
            data.display()
        );
    };
    let certificate = quote(&data.join("tls/certificate.pem").display().to_string());
    format!(
        "
  StandCloud   {base}
  sign in      {base}/auth/sign-in
               {EMAIL}  {password}
  API          {base}/integration/api/v1/docs
  key          {key}
  data         {}

  Read the last three test runs:

  curl --cacert {certificate} -H 'X-API-KEY: {key}' '{base}/integration/api/v1/test_run?limit=3'

  Connect a stand: sign in on it with

  hardpy sc-login {address}

  or put the key into its hardpy.toml:

  [stand_cloud]
  address = \"{address}\"
  api_key = \"{key}\"
  autosync = true

  Ctrl-C ends it.

",
        data.display()
    )
}

/// A name in place of the loopback and of the address that means all addresses.
fn address_for_people(listen: SocketAddr) -> String {
    match listen.ip() {
        ip if ip.is_loopback() || ip.is_unspecified() => format!("localhost:{}", listen.port()),
        IpAddr::V4(_) | IpAddr::V6(_) => listen.to_string(),
    }
}

/// Quotes for the shell, where that is needed.
fn quote(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curl_line_can_be_pasted() {
        let listen = "127.0.0.1:8443".parse().unwrap();
        let access = Access {
            key: "sck_1".into(),
            password: "0123".into(),
        };
        let text = render(listen, Path::new("/home/a b/data"), Some(&access));
        let line = "  curl --cacert '/home/a b/data/tls/certificate.pem' -H 'X-API-KEY: sck_1' \
                    'https://localhost:8443/integration/api/v1/test_run?limit=3'\n";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("admin@example.com  0123"), "{text}");
    }

    #[test]
    fn without_a_key_no_key_is_shown() {
        let listen = "[::]:8443".parse().unwrap();
        let text = render(listen, Path::new("/data"), None);
        assert!(text.contains("https://localhost:8443\n"), "{text}");
        assert!(!text.contains("curl"), "{text}");
    }

    #[test]
    fn quoting_is_left_out_where_it_can_be() {
        assert_eq!(quote("/a/b-1.pem"), "/a/b-1.pem");
        assert_eq!(quote("/it's"), r"'/it'\''s'");
    }
}
