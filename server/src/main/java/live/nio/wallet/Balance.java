package live.nio.wallet;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a person has. Server → client, as the event `balance` and in answers.
///
/// @param coins that can be spent; none while coins are owed
/// @param beans what is not rolled up yet included
/// @param debt coins owed, 0 as a rule
@Schema(name = "Balance")
public record Balance(
    @Schema(required = true) long coins,
    @Schema(required = true) Beans beans,
    @Schema(required = true) long debt) {

  /// Beans received.
  ///
  /// @param held not available yet
  /// @param available for a withdrawal
  @Schema(name = "Beans")
  public record Beans(
      @Schema(required = true) long held, @Schema(required = true) long available) {}
}
