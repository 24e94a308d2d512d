import { useEffect, useRef } from 'react'
import { useT } from '@/i18n'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import styles from './card.module.css'
import { AssetCriticality, AssetStatus } from './marks'
import type { Asset } from './queries'

/** An asset where people act: the whole card is the link. */
export function AssetCard({ asset }: { asset: Asset }) {
  const t = useT()
  return (
    <Go to={paths.asset(asset.id)} className={styles.card}>
      <b dir="auto">{asset.name}</b>
      <span className={styles.place}>
        <bdi>{[asset.code, asset.location?.path.join(' › ') ?? t('assets.in_store')].join(' · ')}</bdi>
      </span>
      <span className={styles.meta}>
        <AssetStatus status={asset.status} />
        <AssetCriticality criticality={asset.criticality} />
        {asset.open_work_orders > 0 && (
          <small className="num">{t('assets.open_count', { count: asset.open_work_orders })}</small>
        )}
      </span>
    </Go>
  )
}

/** A column of cards that asks for more when its end comes into sight. */
export function AssetCards({ assets, onEnd }: { assets: Asset[]; onEnd: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onEnd(), {
      rootMargin: '400px',
    })
    if (end.current) watcher.observe(end.current)
    return () => watcher.disconnect()
  }, [onEnd])
  return (
    <div className={styles.cards}>
      {assets.map((asset) => (
        <AssetCard key={asset.id} asset={asset} />
      ))}
      <div ref={end} />
    </div>
  )
}
