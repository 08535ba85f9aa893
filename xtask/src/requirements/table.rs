//! The requirements, in a line each.

/// How much a requirement matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    Should,
    Nice,
}

impl Need {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Nice => "nice",
        }
    }
}

/// One requirement of the authorization server, of sessions, keys or audit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Requirement {
    pub(crate) id: u8,
    pub(crate) need: Need,
    pub(crate) what: &'static str,
}

const fn requirement(id: u8, need: Need, what: &'static str) -> Requirement {
    Requirement { id, need, what }
}

pub(crate) const REQUIREMENTS: &[Requirement] = &[
    requirement(
        1,
        Need::Must,
        "The endpoints are at the addresses that HardPy knows; other methods get 405 with `Allow`, in JSON",
    ),
    requirement(
        2,
        Need::Must,
        "Only `application/x-www-form-urlencoded` in UTF-8; secrets in the query are refused",
    ),
    requirement(
        3,
        Need::Must,
        "A parameter that comes twice is refused, an empty one is none, an unknown one is ignored",
    ),
    requirement(
        4,
        Need::Must,
        "Refusals are JSON with `error` and `error_description`, in the permitted characters; 401 with a challenge only where a header was used",
    ),
    requirement(5, Need::Must, "No answer with a secret may be stored"),
    requirement(
        6,
        Need::Must,
        "Bounds on bodies, parameters and values; no control characters",
    ),
    requirement(7, Need::Must, "An answer within 4 s, else 503 in JSON"),
    requirement(
        8,
        Need::Must,
        "HardPy's client is public: with a secret it is refused; it has its three grants only",
    ),
    requirement(
        9,
        Need::Should,
        "Confidential clients prove a secret, in one way per request; it is hashed at rest",
    ),
    requirement(
        10,
        Need::Must,
        "No implicit grant, no passwords as grant, no `plain` PKCE",
    ),
    requirement(
        11,
        Need::Must,
        "TLS 1.2 and later; plain HTTP on loopback or behind a proxy only; an answer without SNI",
    ),
    requirement(
        12,
        Need::Must,
        "Client addresses and hosts are believed from known proxies and for known names only",
    ),
    requirement(
        13,
        Need::Must,
        "No CORS but where it was configured, never with credentials; metadata for everybody",
    ),
    requirement(14, Need::Should, "Redirects after a form are 303"),
    requirement(15, Need::Must, "Metadata of RFC 8414 at both addresses"),
    requirement(
        16,
        Need::Must,
        "The metadata names the issuer exactly, every endpoint, and no empty list",
    ),
    requirement(
        17,
        Need::Must,
        "Device codes have 256 random bits, are hashed at rest and tell nothing of the user code",
    ),
    requirement(
        18,
        Need::Must,
        "User codes are eight letters, read however they are typed, kept as HMAC, unique while they live",
    ),
    requirement(
        19,
        Need::Must,
        "Life and interval of device codes; all six members are in the answer",
    ),
    requirement(
        20,
        Need::Must,
        "pending, approved or denied, consumed: each step once and atomic; only by a person with a session and a form of ours",
    ),
    requirement(
        21,
        Need::Must,
        "What a poll is answered in each state; a consumed code presented again ends its tokens",
    ),
    requirement(
        22,
        Need::Must,
        "`slow_down` only well below the interval, never at the first poll, and without lengthening anything",
    ),
    requirement(
        23,
        Need::Must,
        "Few guesses of a user code per person and address, and a breaker for all",
    ),
    requirement(
        24,
        Need::Must,
        "Wrong, expired and used codes are one and the same",
    ),
    requirement(
        25,
        Need::Must,
        "The page shows what is decided and warns; a box must be ticked; Deny is as near",
    ),
    requirement(
        26,
        Need::Must,
        "The link fills in the code and decides nothing",
    ),
    requirement(
        27,
        Need::Should,
        "Letting a stand in needs a recent sign-in and the right to do so",
    ),
    requirement(
        28,
        Need::Should,
        "A notice after it, and a list of connected stands",
    ),
    requirement(
        29,
        Need::Must,
        "Bounds on logins begun per address and waiting in all",
    ),
    requirement(30, Need::Nice, "A word for people who come from a mail"),
    requirement(
        31,
        Need::Must,
        "PKCE with S256 for every client; compared in constant time",
    ),
    requirement(
        32,
        Need::Must,
        "Redirect addresses exactly as registered; any port on loopback; else a page, no redirect",
    ),
    requirement(
        33,
        Need::Must,
        "Codes: 60 s, once, bound to client, address, challenge and person; reuse ends the tokens",
    ),
    requirement(
        34,
        Need::Must,
        "Pushed requests: checked like others, once, bound to the client; HardPy must push",
    ),
    requirement(
        35,
        Need::Must,
        "Answers carry `state`, `iss` and `scope`; consent is always asked",
    ),
    requirement(
        36,
        Need::Must,
        "Refresh tokens rotate with an overlap; a lost answer is made good; reuse ends the family",
    ),
    requirement(
        37,
        Need::Must,
        "Refresh is bound to client, person, scope and audience; idle and absolute end; ended with the person or stand",
    ),
    requirement(
        38,
        Need::Must,
        "Access tokens are opaque and hashed at rest; a revoked one ends within 5 s on every node",
    ),
    requirement(39, Need::Nice, "JWT access tokens for those who ask"),
    requirement(
        40,
        Need::Must,
        "`audience` and `resource` are understood after normalising; unknown ones refused; an API takes its own only",
    ),
    requirement(
        41,
        Need::Must,
        "Scopes are known and bounded by the client; the answer says which",
    ),
    requirement(
        42,
        Need::Must,
        "People and clients are told apart in every token record",
    ),
    requirement(43, Need::Nice, "DPoP or mTLS"),
    requirement(
        44,
        Need::Must,
        "Revocation without an oracle; a refresh token ends its family, an access token itself",
    ),
    requirement(
        45,
        Need::Should,
        "Introspection for clients with a secret; others learn nothing",
    ),
    requirement(
        46,
        Need::Must,
        "Bearer in the header only; what is missing, bad or too little is said as RFC 6750 does",
    ),
    requirement(
        47,
        Need::Must,
        "The same 401 for unknown, expired, revoked and wrong audience",
    ),
    requirement(
        48,
        Need::Must,
        "The health check is the two bytes `{}`; with a bad credential 401",
    ),
    requirement(
        49,
        Need::Must,
        "Rights are decided at each request from what is true now; the tenant comes from the credential",
    ),
    requirement(
        50,
        Need::Must,
        "Cookies never open the APIs of stands and programs",
    ),
    requirement(
        51,
        Need::Must,
        "API keys: one word with a prefix and a checksum",
    ),
    requirement(
        52,
        Need::Must,
        "API keys at rest: hashed, with owner, scopes, end, last use and networks; shown once",
    ),
    requirement(
        53,
        Need::Must,
        "API keys in both headers; upload only unless more is asked; never for pages",
    ),
    requirement(
        54,
        Need::Should,
        "Rotation with an overlap; warnings before the end",
    ),
    requirement(
        55,
        Need::Should,
        "Wrong keys are limited per address without hurting right ones",
    ),
    requirement(56, Need::Nice, "Secret scanning"),
    requirement(
        57,
        Need::Must,
        "Passwords: argon2id, bounded at once, NFKC, long and not guessable, hashed anew when costs rise",
    ),
    requirement(
        58,
        Need::Must,
        "Unknown people cost the same and look the same; waits grow and end; known browsers are not slowed by others",
    ),
    requirement(
        59,
        Need::Must,
        "Sessions: hashed, a new id at each step, exact cookie flags, idle and absolute end, ended on the server",
    ),
    requirement(
        60,
        Need::Must,
        "Forms carry a token of their session and come from here; reading never changes anything",
    ),
    requirement(
        61,
        Need::Must,
        "Pages cannot be framed and load nothing from elsewhere",
    ),
    requirement(
        62,
        Need::Must,
        "No referrer, no sniffing, HSTS only where it helps",
    ),
    requirement(
        63,
        Need::Must,
        "Returning after a sign-in leads to own pages only",
    ),
    requirement(64, Need::Must, "What strangers wrote is escaped"),
    requirement(
        65,
        Need::Should,
        "Authenticator apps: each step once, few tries, sealed at rest; recovery codes once",
    ),
    requirement(
        66,
        Need::Should,
        "Passkeys: our host, verified person, challenge once, counters",
    ),
    requirement(
        67,
        Need::Should,
        "Admins may have to have a second factor; weighty things ask again",
    ),
    requirement(
        68,
        Need::Must,
        "The first Admin comes by a link that the server prints, never by coming first",
    ),
    requirement(
        69,
        Need::Must,
        "Password reset: once, half an hour, ends sessions, tells nobody who is known",
    ),
    requirement(
        70,
        Need::Must,
        "Invitations: hashed, seven days, once, for one address and role",
    ),
    requirement(
        71,
        Need::Should,
        "Single sign-on checks issuer, audience, nonce, state, time and algorithm",
    ),
    requirement(
        72,
        Need::Should,
        "People of a provider are linked by issuer and subject; by mail only where an operator said so",
    ),
    requirement(73, Need::Nice, "ID tokens of our own"),
    requirement(74, Need::Nice, "SCIM"),
    requirement(
        75,
        Need::Must,
        "The audit is added to, filtered and exported, never changed",
    ),
    requirement(76, Need::Must, "No secret in a log or in Debug"),
    requirement(
        77,
        Need::Must,
        "Server keys in a private file, made at the first start, replaceable",
    ),
    requirement(78, Need::Should, "What has ended is removed in time"),
    requirement(79, Need::Should, "Metrics of the authorization server"),
];
