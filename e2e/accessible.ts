import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds, one readable line each. Empty is the release gate. */
export const violations = (page: Page) => found(new AxeBuilder({ page }).withTags(rules))

/** What axe finds wrong with the colours of texts. */
export const contrastViolations = (page: Page) => found(new AxeBuilder({ page }).withRules(['color-contrast']))

async function found(axe: AxeBuilder): Promise<string[]> {
  const { violations: all } = await axe.analyze()
  return all.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/**
 * Visible targets smaller than `least` pixels in either direction, counting what an `::after` adds. Links inside a
 * sentence and hidden inputs behind a label are exempt, as WCAG 2.5.8 has it.
 */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((pixels) => {
    const small: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, [role="treeitem"]',
    )) {
      const box = element.getBoundingClientRect()
      if (!box.width || !box.height || !element.checkVisibility({ visibilityProperty: true })) continue
      if (getComputedStyle(element).clipPath !== 'none' || element.closest('[aria-hidden="true"]')) continue
      if (box.bottom < 0 || getComputedStyle(element).display === 'inline') continue
      const after = getComputedStyle(element, '::after')
      const stretch = after.content !== 'none' && after.position === 'absolute'
      const parent = stretch ? (element.offsetParent ?? element).getBoundingClientRect() : box
      const width = Math.max(box.width, parent.width)
      const height = Math.max(box.height, parent.height)
      if (width + 0.5 < pixels || height + 0.5 < pixels) {
        const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)
        small.push(`${element.tagName.toLowerCase()} “${name}” ${Math.round(width)}×${Math.round(height)}`)
      }
    }
    return small
  }, least)
}
