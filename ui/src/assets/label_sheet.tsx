import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { toString as toSvg } from 'qrcode'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useT } from '@/i18n'
import { Segments } from '@/kit/segments'
import { Sheet } from '@/kit/sheet'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { useSession } from '@/shell/session'
import styles from './label.module.css'
import type { Asset } from './queries'

const sizes = { small: '50 × 25 mm', medium: '70 × 36 mm', large: '100 × 50 mm' } as const
type Size = keyof typeof sizes

/** The address that a phone's camera opens: this server, and the tag. */
const addressOf = (asset: Asset) => new URL(paths.tag(asset.code), window.location.origin).href

function Label({ asset, svg, size }: { asset: Asset; svg: string; size: Size }) {
  const { organization } = useSession()
  return (
    <div className={styles.label} data-size={size}>
      <img src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={addressOf(asset)} />
      <div>
        <b>{asset.code}</b>
        <span dir="auto">{asset.name}</span>
        <small dir="auto">{organization.name}</small>
      </div>
    </div>
  )
}

/** A QR label as it will be printed; printing shows only the label. */
export default function LabelSheet({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const t = useT()
  const [size, setSize] = useState<Size>('medium')
  const address = addressOf(asset)
  const code = useQuery({
    queryKey: ['label', address],
    queryFn: () => toSvg(address, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' }),
    staleTime: Infinity,
  })
  useEffect(() => {
    document.documentElement.dataset.print = 'label'
    return () => {
      delete document.documentElement.dataset.print
    }
  }, [])
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('assets.label.title', { code: asset.code })}
      footer={
        <Button
          disabled={!code.data}
          leftSection={<IconPrinter size={17} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('assets.label.print')}
        </Button>
      }
    >
      <p className={styles.hint}>{t('assets.label.hint')}</p>
      <div className={styles.sizes}>
        <Segments
          label={t('assets.label.size')}
          value={size}
          options={(Object.keys(sizes) as Size[]).map((value) => ({ value, label: sizes[value] }))}
          onChange={setSize}
        />
      </div>
      <div className={styles.paper}>
        {code.data ? <Label asset={asset} svg={code.data} size={size} /> : <Skeleton height={140} />}
      </div>
      {code.data &&
        createPortal(
          <div className={styles.print} aria-hidden>
            <Label asset={asset} svg={code.data} size={size} />
          </div>,
          document.body,
        )}
    </Sheet>
  )
}
