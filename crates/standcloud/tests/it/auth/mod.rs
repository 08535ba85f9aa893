//! Who is let in: requirements of the authorization contract. Each test names its own.

mod credentials;
mod key_life;
mod limiter;
mod rights;
mod secrets;
