import { defineConfig } from 'vitest/config'

// A run of properties by the million has all the time it needs.
const testTimeout = process.env.DECHAFF_RUNS === undefined ? 60_000 : 0

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout },
})
