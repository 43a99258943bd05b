import encodeQR from 'qr';
import { useMemo } from 'react';

/** A QR code as one drawn path: sharp at any size on any printer. Its text stands beside it, so it is no picture to read out. */
export function Qr({ text, className }: { text: string; className: string | undefined }) {
  const { size, path } = useMemo(() => draw(text), [text]);
  return (
    <svg className={className} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** Four modules of white around it, as the standard (ISO/IEC 18004) asks. */
const border = 4;

function draw(text: string): { size: number; path: string } {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border });
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { size: modules.length, path };
}
