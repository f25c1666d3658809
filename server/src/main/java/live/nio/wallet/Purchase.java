package live.nio.wallet;

import java.util.UUID;

/// Coins somebody paid for.
///
/// @param id of the payment in our books
/// @param accountId the buyer
/// @param provider `stripe`, `paypal` or `test`
/// @param providerReference what the provider calls the payment; credited once
/// @param coins to credit, more than zero
/// @param amountMinor what was paid, in the smallest unit of the currency
/// @param currency ISO 4217 code
public record Purchase(
    UUID id,
    UUID accountId,
    String provider,
    String providerReference,
    long coins,
    long amountMinor,
    String currency) {}
