/// Banners: pictures that lead somewhere, shown on our pages while they are due.
///
/// ```
/// shown ⇔ active, has a picture, starts_at ≤ now < ends_at (either may be missing)
/// ```
///
/// The banners that may be shown are kept in memory for some seconds ([Banners]), and what was seen
/// and clicked is counted there and written together ([BannerCounts]); at most 200 banners exist. A
/// click leads to the stored link and nowhere else. Virtual threads. The package has no API.
@NullMarked
package live.nio.banner;

import org.jspecify.annotations.NullMarked;
