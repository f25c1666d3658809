package live.nio.wallet;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The gifts there are. The contract is in `docs/protocols/wallet.md`.
@Path("/api/payments/gifts")
@Tag(name = "Gifts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class GiftCatalogueResource {

  /// What a gift costs, and what its streamer gets.
  @Schema(name = "GiftPrice")
  record Price(@Schema(required = true) int cost, @Schema(required = true) int beans) {}

  /// @param gifts a price for every [GiftType], by its word
  @Schema(name = "GiftCatalogue")
  record Catalogue(
      @Schema(
              required = true,
              requiredProperties = {
                "rose", "heart", "diamond", "rocket", "crown", "star", "fire", "rainbow"
              },
              properties = {
                @SchemaProperty(name = "rose", implementation = Price.class),
                @SchemaProperty(name = "heart", implementation = Price.class),
                @SchemaProperty(name = "diamond", implementation = Price.class),
                @SchemaProperty(name = "rocket", implementation = Price.class),
                @SchemaProperty(name = "crown", implementation = Price.class),
                @SchemaProperty(name = "star", implementation = Price.class),
                @SchemaProperty(name = "fire", implementation = Price.class),
                @SchemaProperty(name = "rainbow", implementation = Price.class)
              })
          Map<String, Price> gifts) {}

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "listGiftTypes", summary = "The gifts there are, cheapest first")
  public Catalogue list() {
    Map<String, Price> gifts = new LinkedHashMap<>();
    Arrays.stream(GiftType.values())
        .forEach(type -> gifts.put(type.word(), new Price(type.coins(), type.beans())));
    return new Catalogue(gifts);
  }
}
