import './kit/theme/fonts.css'
import './kit/theme/mantine.css'
import './kit/theme/global.css'
import { createRoot } from 'react-dom/client'
import { setLanguage } from './i18n'
import { App } from './shell/app'

const root = document.getElementById('root')
if (root) void setLanguage().then(() => createRoot(root).render(<App />))
