// Language and colours before the first paint; a file of its own, because the page allows no inline script.
;(() => {
  const read = name => {
    try {
      return localStorage.getItem(name)
    } catch {
      return null
    }
  }
  const chosen = read('madang.scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  const language = read('madang.language') ?? (navigator.language.startsWith('ko') ? 'ko' : 'en')
  const page = document.documentElement
  page.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  page.lang = language === 'en' ? 'en' : 'ko'
  if (language === 'en') document.title = 'Madang'
})()
