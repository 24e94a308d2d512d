import { useT } from '@/i18n'
import { LinkCards, LinkCardWords, linkCard } from '@/kit/link_card'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { AssetCriticality, AssetStatus } from './marks'
import type { Asset } from './queries'

/** An asset where people act: the whole card is the link. */
export function AssetCard({ asset }: { asset: Asset }) {
  const t = useT()
  return (
    <Go to={paths.asset(asset.id)} className={linkCard}>
      <LinkCardWords
        title={asset.name}
        mark={<AssetCriticality criticality={asset.criticality} />}
        place={<bdi>{[asset.code, asset.location?.path.join(' › ') ?? t('assets.in_store')].join(' · ')}</bdi>}
      >
        <AssetStatus status={asset.status} />
        {asset.open_work_orders > 0 && (
          <small className="num">{t('assets.open_count', { count: asset.open_work_orders })}</small>
        )}
      </LinkCardWords>
    </Go>
  )
}

export function AssetCards({ assets, onEnd }: { assets: Asset[]; onEnd: () => void }) {
  return (
    <LinkCards onEnd={onEnd}>
      {assets.map((asset) => (
        <AssetCard key={asset.id} asset={asset} />
      ))}
    </LinkCards>
  )
}
