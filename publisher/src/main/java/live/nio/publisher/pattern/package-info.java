/// What the built-in publisher shows and plays: a test pattern whose frame number a person and a
/// program can read, and a tone that beeps each second.
///
/// The picture, in parts of its height, whatever its size:
///
///     0        ┌───────────────────────────────────────────────┐
///              │  colour bars, over them a disc of moving rings │
///     1/2      ├───────────────────────────────────────────────┤
///              │  clock HH:MM:SS.mmm                            │
///     11/16    ├───────────────────────────────────────────────┤
///              │  name and frame number                         │
///     7/8      ├───────────────────────────────────────────────┤
///              │  ■ □ 24 blocks: frame number │ 6 blocks: check │
///     1        └───────────────────────────────────────────────┘
///
/// The last row is [live.nio.publisher.pattern.FrameNumberBlocks], for programs.
@NullMarked
package live.nio.publisher.pattern;

import org.jspecify.annotations.NullMarked;
