package live.nio.payment;

import java.util.List;

/// Nobody's money. Payments are paid at once, refunds too.
final class TestGateway implements Gateway {

  static String referenceOf(Payment payment) {
    return "test-" + payment.id();
  }

  @Override
  public ProviderReport ask(Payment payment) {
    String reference = referenceOf(payment);
    return new ProviderReport(
        reference,
        ProviderReport.Money.PAID,
        new ProviderReport.Receipt(
            reference,
            payment.amountMinor(),
            payment.currency(),
            payment.id(),
            payment.accountId()),
        List.of());
  }

  @Override
  public ProviderReport refund(Payment payment, long amountMinor, String key) {
    return ask(payment).with(new Claim(key, Claim.Kind.REFUND, amountMinor, Claim.State.FINAL));
  }
}
