package live.nio.payment;

/// The way to one provider. Every method blocks for at most some ten seconds, changes nothing of
/// ours, and throws `payment_unavailable` when the provider does not answer: then it is not known
/// what became of the question.
interface Gateway {

  /// How a payment stands.
  ProviderReport ask(Payment payment);

  /// As [#ask], and does first what is ours to do: takes money the buyer has agreed to.
  default ProviderReport finish(Payment payment) {
    return ask(payment);
  }

  /// Sees to it that an unpaid payment cannot be paid any more, where the provider can.
  default ProviderReport abandon(Payment payment) {
    return ask(payment);
  }

  /// Gives money back.
  ///
  /// @param key the same for the same refund, however often it is asked for
  ProviderReport refund(Payment payment, long amountMinor, String key);
}
