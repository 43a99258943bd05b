/** Whole, half and quarter hours, both hemispheres, half-hour summer time, a skipped day, summer time undone each Ramadan. */
export const zones = [
  'UTC',
  'Europe/Bucharest',
  'Europe/Dublin',
  'Asia/Jakarta',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Africa/Casablanca',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
];
