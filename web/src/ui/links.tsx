/** Buttons and links that lead to a page of the app; their addresses are checked by the compiler. */
import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink, type LinkComponent } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, forwardRef } from 'react'

type Base = AnchorHTMLAttributes<HTMLAnchorElement>

const ButtonAnchor = forwardRef<HTMLAnchorElement, Omit<Base, keyof ButtonProps> & ButtonProps>((props, ref) => (
  <Button ref={ref} component="a" {...props} />
))

const TextAnchor = forwardRef<HTMLAnchorElement, Omit<Base, keyof AnchorProps> & AnchorProps>((props, ref) => (
  <Anchor ref={ref} {...props} />
))

const LinkedButton = createLink(ButtonAnchor)
const LinkedText = createLink(TextAnchor)

export const LinkButton: LinkComponent<typeof ButtonAnchor> = props => <LinkedButton preload="intent" {...props} />
export const TextLink: LinkComponent<typeof TextAnchor> = props => <LinkedText preload="intent" {...props} />
