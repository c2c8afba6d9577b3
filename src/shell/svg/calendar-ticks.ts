import { formatTimestamp } from '../../core/model/timestamp.ts';

export interface CalendarTick {
  /** Seconds since 1970. */
  readonly at: number;
  readonly label: string;
}

const HOUR = 3600;
const DAY = 86_400;
/** Distances that fall on full minutes, hours and days, in seconds. */
const DISTANCES = [10, 30, 60, 300, 600, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];
/** Beyond these only the first days of months are round. */
const MONTHS = [1, 3, 6, 12, 60, 120];
const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** 1970 began on a Thursday, and weeks begin on Mondays. */
const FIRST_MONDAY = 4 * DAY;

/** Ticks at round moments of a stretch of time, in UTC. @param most how many there is room for */
export function calendarTicks(from: number, to: number, most: number): readonly CalendarTick[] {
  const distance = DISTANCES.find((candidate) => (to - from) / candidate <= most);
  return distance === undefined ? monthTicks(from, to, most) : evenTicks(from, to, distance);
}

function evenTicks(from: number, to: number, distance: number): readonly CalendarTick[] {
  const shift = distance === 7 * DAY ? FIRST_MONDAY : 0;
  const first = Math.ceil((from - shift) / distance) * distance + shift;
  const count = Math.max(0, Math.floor((to - first) / distance) + 1);
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * distance;
    return { at, label: labelOf(at, distance, index === 0) };
  });
}

/** The day where one begins, and at the first tick; else the time. */
function labelOf(at: number, distance: number, isFirst: boolean): string {
  const [date = '', time = ''] = formatTimestamp(at).replace('Z', '').split('T');
  const clock = distance < 60 ? time : time.slice(0, 5);
  if (distance >= DAY || at % DAY === 0) return dayOf(date);
  return isFirst ? `${dayOf(date)}, ${clock}` : clock;
}

/** `1 Mar`. */
function dayOf(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day} ${NAMES[(month ?? 1) - 1]}`;
}

function monthTicks(from: number, to: number, most: number): readonly CalendarTick[] {
  const [first, last] = [monthOf(from), monthOf(to)];
  const step = MONTHS.find((months) => (last - first) / months <= most) ?? last - first;
  const ticks: CalendarTick[] = [];
  for (let month = Math.ceil(first / step) * step; month <= last; month += step) {
    const [year, index] = [Math.floor(month / 12), month % 12];
    const at = Date.UTC(year, index) / 1000;
    if (at >= from && at <= to) ticks.push({ at, label: index === 0 || step >= 12 ? String(year) : `${NAMES[index]} ${year}` });
  }
  return ticks;
}

/** Months since the year 0. */
function monthOf(at: number): number {
  const [year = 0, month = 1] = formatTimestamp(at).split('-').map(Number);
  return year * 12 + month - 1;
}
