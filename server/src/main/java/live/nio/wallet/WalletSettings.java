package live.nio.wallet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Settings of gifts and payouts.
@ConfigMapping(prefix = "nio.wallet")
interface WalletSettings {

  /// How long beans are held before they are available.
  @WithDefault("7D")
  Duration beanHold();

  /// Beans a US dollar is paid for.
  @WithDefault("100")
  int beansPerDollar();

  /// The least that is paid out.
  @WithDefault("5000")
  long minWithdrawalBeans();
}
