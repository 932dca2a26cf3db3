/** The colours of the demo's pictures: pine and persimmon of the mark, paper, kraft, and what grows. */
export const pine = '#11674b'
export const pineDark = '#0d553e'
export const pineLight = '#2f8668'
export const sage = '#8aa892'
export const persimmon = '#e3662f'
export const persimmonDark = '#c24f1e'
export const berry = '#b8323e'

export const white = '#ffffff'
export const cream = '#fffaf0'
export const paper = '#f7f0e3'
export const paperShade = '#e6dbc6'
export const paperDark = '#cdbfa5'
export const ink = '#2a1b10'

export const kraft = '#cc9f6e'
export const kraftDark = '#ad8050'
export const kraftDeep = '#8c643c'

export const bean = '#6b4329'
export const beanDark = '#472a18'
export const beanLight = '#8f6040'
export const brew = '#4f3020'

export const leaf = '#5f8f4d'
export const leafDark = '#47733a'
export const leafLight = '#96bb7c'

export const yuja = '#f5c94e'
export const yujaDark = '#dfa62c'
export const yujaLight = '#fbe39a'
export const pith = '#fdf3cf'

export const grain = '#dfb869'
export const grainDark = '#b98c3f'
export const grainLight = '#f0d79b'

export const crust = '#c98240'
export const crustDark = '#a5622a'
export const crustLight = '#e2aa65'
export const crumb = '#f8e6c2'
export const redbean = '#6a2c34'
export const redbeanLight = '#8d4550'

export const honey = '#b4662a'
export const honeyDark = '#874617'
export const honeyLight = '#d68f4b'
