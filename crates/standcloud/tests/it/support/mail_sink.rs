//! A mail server that keeps what it gets (RFC 5321, as much as it takes).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use standcloud::config::{MailConfig, MailSecurity};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const PATIENCE: Duration = Duration::from_secs(20);

/// Mails as they came, with their headers.
pub(crate) struct MailSink {
    port: u16,
    mails: Arc<Mutex<Vec<String>>>,
}

impl MailSink {
    pub(crate) async fn start() -> Self {
        Self::start_refusing(0).await
    }

    /// Says "try again later" to so many mails first.
    pub(crate) async fn start_refusing(mut refusals: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&mails);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serve(stream, &kept, &mut refusals).await;
            }
        });
        Self { port, mails }
    }

    pub(crate) fn config(&self) -> MailConfig {
        MailConfig {
            server: "127.0.0.1".to_owned(),
            port: Some(self.port),
            security: MailSecurity::None,
            username: None,
            password: None,
            from: "StandCloud <standcloud@plant.example>".to_owned(),
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.mails.lock().unwrap().len()
    }

    /// The mail with this number, once it is there.
    pub(crate) async fn mail(&self, number: usize) -> String {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.count() <= number {
            assert!(tokio::time::Instant::now() < deadline, "no mail came");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.mails.lock().unwrap()[number].clone()
    }

    /// The path and query of the link in that mail, which must name this origin.
    pub(crate) async fn link(&self, number: usize, origin: &str) -> String {
        let mail = self.mail(number).await;
        let begin = format!("{origin}/auth/");
        let at = mail
            .find(&begin)
            .unwrap_or_else(|| panic!("no link: {mail}"));
        let link = mail[at + origin.len()..].split_whitespace().next();
        link.unwrap().to_owned()
    }
}

async fn serve(stream: TcpStream, kept: &Mutex<Vec<String>>, refusals: &mut usize) {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 sink\r\n").await.unwrap();
    let mut mail: Option<String> = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let answer: &[u8] = match &mut mail {
            Some(text) if line == "." => {
                let text = std::mem::take(text);
                mail = None;
                if *refusals > 0 {
                    *refusals -= 1;
                    b"451 try again later\r\n"
                } else {
                    kept.lock().unwrap().push(plain(&text));
                    b"250 kept\r\n"
                }
            }
            Some(text) => {
                text.push_str(&line);
                text.push('\n');
                continue;
            }
            None if line == "DATA" => {
                mail = Some(String::new());
                b"354 go on\r\n"
            }
            None if line == "QUIT" => b"221 bye\r\n",
            None => b"250 ok\r\n",
        };
        if writer.write_all(answer).await.is_err() {
            return;
        }
    }
}

/// Without the line breaks and escapes of quoted-printable (RFC 2045 §6.7).
fn plain(mail: &str) -> String {
    if !mail.contains("quoted-printable") {
        return mail.to_owned();
    }
    let joined = mail.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = (*first == b'=').then(|| after.get(..2)).flatten();
        let value = escaped
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if value.is_some() { &after[2..] } else { after };
        bytes.push(value.unwrap_or(*first));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
