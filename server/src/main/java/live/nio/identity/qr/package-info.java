/// Signing in by a picture: a browser shows a code, a phone that is signed in scans it, and the
/// browser gets a session of its own. After [RFC 10027](https://www.rfc-editor.org/rfc/rfc10027);
/// the contract is in `docs/protocols/identity.md`.
///
/// ```
/// browser             server              phone (signed in)
///    │── create ────────▶│
///    │◀─ code, secret ───│
///    │   (picture)  ···························▶ camera
///    │                   │◀── scan(code) ──────│
///    │◀─ number, person ─│─ confirmation, browser, place, three numbers ─▶│
///    │                   │◀── confirm(confirmation, number) ──│
///    │── claim(secret) ─▶│
///    │◀─ session ────────│
///
/// created ──scan──▶ scanned ──confirm──▶ confirmed ──claim──▶ consumed
///    │                │ │wrong number       │
///    └──reject, time──┴─┴──────────────────┴──▶ rejected | expired
/// ```
///
/// Three values never mix. The *code* is public: whoever sees the picture has it, and can do
/// nothing with it but ask for a bare status word, or scan it. The *browser secret* never leaves
/// the browser that made the code; only with it is there a number to see and a session to get. The
/// *confirmation* belongs to the session that scanned. The database knows all three by their
/// SHA-256 only, and every step is one compare-and-set in it ([QrLoginStore]), so that of many at
/// once one wins.
///
/// What defends against a picture relayed to a victim: the phone is shown whose browser asks and
/// from where, it must pick the number that browser shows, and where that browser is not nearby
/// ([Proximity]) it must prove itself anew. The package's API: [QrLogins], [QrStatus],
/// [QrLoginChanged]. Everything runs on virtual threads.
@NullMarked
package live.nio.identity.qr;

import org.jspecify.annotations.NullMarked;
