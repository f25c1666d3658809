package live.nio.sfu;

/// What a person chose to see. With fewer than three layers the nearest one is meant.
public enum LayerChoice {
  AUTO,
  LOW,
  MEDIUM,
  HIGH
}
