package live.nio.platform;

import java.net.URI;

/// The server answers. Told once, by the thread that then waits for the end: return at once.
///
/// @param url where this process reaches itself
/// @param demo whether it was started with `--demo`
public record ServerReady(URI url, boolean demo) {}
