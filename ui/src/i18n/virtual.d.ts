declare module 'virtual:locale/*' {
  const messages: import('@lingui/core').Messages
  export default messages
}
