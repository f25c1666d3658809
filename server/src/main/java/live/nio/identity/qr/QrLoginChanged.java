package live.nio.identity.qr;

import java.util.UUID;

/// A code has entered a state; fired after the commit. Whoever tells others asks
/// [QrLogins#newsForHolder] what to tell.
///
/// @param id of the attempt; it is not the code and opens nothing
public record QrLoginChanged(UUID id, QrState state) {}
