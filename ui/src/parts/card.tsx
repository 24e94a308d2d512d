import { LinkCards, LinkCardWords, linkCard } from '@/kit/link_card'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { StockText } from './marks'
import type { Part } from './queries'

/** A part where people act: the whole card is the link. */
export function PartCard({ part }: { part: Part }) {
  return (
    <Go to={paths.part(part.id)} className={linkCard}>
      <LinkCardWords title={part.name} place={<bdi>{[part.number, part.default_bin].filter(Boolean).join(' · ')}</bdi>}>
        <StockText part={part} />
      </LinkCardWords>
    </Go>
  )
}

export function PartCards({ parts, onEnd }: { parts: Part[]; onEnd: () => void }) {
  return (
    <LinkCards onEnd={onEnd}>
      {parts.map((part) => (
        <PartCard key={part.id} part={part} />
      ))}
    </LinkCards>
  )
}
