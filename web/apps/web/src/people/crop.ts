/** Which square of a picture is kept: its middle in pixels of the picture, and how near one looks. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  /** 1: as much as fits into a square; {@link ZOOM_MAX} at most. */
  readonly zoom: number;
}

/** The picture that is cut. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ZOOM_MAX = 4;

/** What is left of the picture's resolution when looked at closest is no less than this, in pixels. */
const SMALLEST = 64;

/** The whole of the shorter side, out of the middle. */
export function middleOf({ width, height }: Size): Crop {
  return { x: width / 2, y: height / 2, zoom: 1 };
}

/** Side of the square, in pixels of the picture. */
export function sideOf({ width, height }: Size, { zoom }: Crop): number {
  return Math.min(width, height) / zoom;
}

/** How near one may look: small pictures are not blown up. */
export function zoomMax({ width, height }: Size): number {
  return Math.max(1, Math.min(ZOOM_MAX, Math.min(width, height) / SMALLEST));
}

/** The same square, moved back inside the picture. */
export function inside(size: Size, crop: Crop): Crop {
  const zoom = Math.min(zoomMax(size), Math.max(1, crop.zoom));
  const half = sideOf(size, { ...crop, zoom }) / 2;
  const between = (value: number, length: number): number =>
    Math.min(length - half, Math.max(half, value));
  return { x: between(crop.x, size.width), y: between(crop.y, size.height), zoom };
}

/** Moved by parts of the square's side: `1, 0` shows what was just beyond its right edge. */
export function moved(size: Size, crop: Crop, byX: number, byY: number): Crop {
  const side = sideOf(size, crop);
  return inside(size, { ...crop, x: crop.x + byX * side, y: crop.y + byY * side });
}

/** Nearer or farther, around the middle. */
export function zoomed(size: Size, crop: Crop, zoom: number): Crop {
  return inside(size, { ...crop, zoom });
}
