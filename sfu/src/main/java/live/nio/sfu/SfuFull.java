package live.nio.sfu;

/// No more legs or streams are taken now.
public final class SfuFull extends Exception {
  private static final long serialVersionUID = 1L;

  SfuFull() {
    super("no more connections are taken now");
  }
}
