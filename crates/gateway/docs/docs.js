// Shows /api/openapi.json: operations by group, with parameters, bodies and answers written as shapes.
const make = (name, attributes = {}, ...inside) => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...inside.filter((part) => part !== undefined && part !== ''))
  return element
}

let description

const named = (reference) => reference.split('/').pop()
const resolve = (schema) => (schema?.$ref ? description.components.schemas[named(schema.$ref)] : schema)

// A shape as short text: objects with their fields, lists with one item, choices joined by bars.
const shape = (schema, depth = 0, seen = []) => {
  if (!schema) return 'anything'
  if (schema.$ref) {
    const name = named(schema.$ref)
    if (depth > 3 || seen.includes(name)) return name
    return shape(resolve(schema), depth, [...seen, name])
  }
  const pad = '  '.repeat(depth + 1)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return [...new Set(choices.map((choice) => shape(choice, depth, seen)))].join(' | ')
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.allOf) return schema.allOf.map((part) => shape(part, depth, seen)).join(' & ')
  const types = [schema.type ?? 'anything'].flat()
  const words = types.map((type) => {
    if (type === 'array') return `[${shape(schema.items, depth, seen)}]`
    if (type !== 'object') return schema.format ? `${type} (${schema.format})` : type
    if (!schema.properties) {
      const inside = schema.additionalProperties
      return inside && inside !== true ? `{ [name]: ${shape(inside, depth, seen)} }` : 'object'
    }
    const lines = Object.entries(schema.properties).map(([name, field]) => {
      const mark = schema.required?.includes(name) ? '' : '?'
      const text = (field.description ?? '').split('\n')[0]
      return `${pad}${name}${mark}: ${shape(field, depth + 1, seen)}${text && depth < 2 ? `   // ${text}` : ''}`
    })
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
  })
  return words.join(' | ')
}

const contents = (title, content) =>
  Object.entries(content ?? {}).flatMap(([kind, { schema }]) => [
    make('h4', {}, `${title} · ${kind}`),
    make('pre', { tabindex: '0' }, shape(schema)),
  ])

const details = (operation) => {
  const inside = make('div')
  if (operation.description) inside.append(make('p', {}, operation.description))
  if (operation.parameters?.length) {
    const rows = operation.parameters.map((parameter) =>
      make('tr', {},
        make('td', {}, make('code', {}, parameter.name), parameter.required ? ' *' : ''),
        make('td', {}, parameter.in),
        make('td', {}, make('code', {}, shape(parameter.schema))),
        make('td', {}, parameter.description ?? '')))
    inside.append(make('h4', {}, 'Parameters'), make('table', {}, make('tbody', {}, ...rows)))
  }
  inside.append(...contents('Body', operation.requestBody?.content))
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    if (status === 'default') continue
    const found = contents(`Answer ${status}`, answer.content)
    inside.append(...(found.length ? found : [make('h4', {}, `Answer ${status}`)]))
  }
  return inside
}

const show = (query) => {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map()
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const operation = item[method]
      if (!operation) continue
      const text = `${method} ${path} ${operation.summary ?? ''} ${operation.operationId} ${operation.tags ?? ''}`.toLowerCase()
      if (!wanted.every((word) => text.includes(word))) continue
      const group = operation.tags?.[0] ?? 'more'
      if (!groups.has(group)) groups.set(group, [])
      groups.get(group).push([method.toUpperCase(), path, operation])
    }
  }
  const main = document.getElementById('operations')
  const nav = document.getElementById('groups')
  main.replaceChildren()
  nav.replaceChildren()
  for (const [group, operations] of [...groups].sort()) {
    nav.append(make('a', { href: `#${group}` }, group.replaceAll('_', ' ')))
    main.append(make('h2', { id: group }, group.replaceAll('_', ' ')))
    for (const [method, path, operation] of operations) {
      const entry = make('details', { id: operation.operationId },
        make('summary', {},
          make('b', { class: `method ${method}` }, method),
          make('code', {}, path),
          make('span', {}, operation.summary ?? operation.operationId.replaceAll('_', ' '))))
      // Written when it is opened: hundreds of shapes at once would make the page slow.
      entry.addEventListener('toggle', () => entry.childElementCount === 1 && entry.append(details(operation)))
      main.append(entry)
    }
  }
  if (!groups.size) main.append(make('p', {}, 'Nothing matches.'))
}

try {
  const answer = await (await fetch('/api/openapi.json')).json()
  description = answer
  document.getElementById('about').textContent = answer.info.description ?? ''
  show('')
  const find = document.getElementById('find')
  find.addEventListener('input', () => show(find.value))
} catch {
  document.getElementById('operations').replaceChildren(make('p', {}, 'The description could not be read. Please reload the page.'))
}
