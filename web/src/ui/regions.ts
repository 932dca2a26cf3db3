/** Where in Korea somebody lives: the provinces and large cities, as the API keeps them, and what they are called. */
export const REGIONS = [
  ['서울', 'Seoul'],
  ['부산', 'Busan'],
  ['대구', 'Daegu'],
  ['인천', 'Incheon'],
  ['광주', 'Gwangju'],
  ['대전', 'Daejeon'],
  ['울산', 'Ulsan'],
  ['세종', 'Sejong'],
  ['경기', 'Gyeonggi'],
  ['강원', 'Gangwon'],
  ['충북', 'Chungbuk'],
  ['충남', 'Chungnam'],
  ['전북', 'Jeonbuk'],
  ['전남', 'Jeonnam'],
  ['경북', 'Gyeongbuk'],
  ['경남', 'Gyeongnam'],
  ['제주', 'Jeju'],
] as const

/** For a field of choice. A region that is none of these stays choosable for who has it. */
export function regionChoices(language: string, own: string | null = null): { value: string; label: string }[] {
  const known = REGIONS.map(([ko, en]) => ({ value: ko as string, label: language === 'en' ? en : ko }))
  const isKnown = own === null || known.some(({ value }) => value === own)
  return isKnown ? known : [...known, { value: own, label: own }]
}
