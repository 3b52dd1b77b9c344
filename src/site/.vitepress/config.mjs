// The documentation as a website. The pages are README.md and those in docs/, as they are.
// To build it: npm --prefix src/site install --no-package-lock && npm --prefix src/site run build
// Out: target/site.

import {fileURLToPath} from 'node:url';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));

const page = (text, name) => ({text, link: `/docs/${name}`});

export default {
  title: 'Corpus Attention',
  description: 'What attention does over millions of sentences, on Apache Spark',
  srcDir: '../..',
  srcExclude: ['{target,data-samples,node_modules}/**', 'src/{main,test,assembly,docker,site}/**'],
  rewrites: {'README.md': 'index.md'},
  outDir: '../../target/site',
  cacheDir: '../../target/site-cache',
  cleanUrls: false,
  // Files of the repository that are not pages, such as scripts and settings.
  ignoreDeadLinks: [/\.(py|properties|conf)$/, /\/conf$/],
  // The pages are outside the folder of node_modules, where they would not find what VitePress imports.
  vite: {resolve: {alias: [{find: /^vue(?=\/|$)/, replacement: `${modules}/vue`}]}},
  themeConfig: {
    outline: [2, 3],
    search: {provider: 'local'},
    sidebar: [
      {
        text: 'Start',
        items: [
          {text: 'Overview', link: '/'},
          page('Getting started', 'getting-started'),
          page('Questions', 'questions'),
          page('The heads of MiniLM', 'minilm'),
        ],
      },
      {
        text: 'Jobs',
        items: [
          page('Embed', 'embed'),
          page('Train', 'train'),
          page('Attend: one layer', 'attend'),
          page('Attend: whole models', 'models'),
          page('Analyze', 'analyze'),
          page('Syntactic relations', 'relations'),
          page('Summarize', 'summarize'),
          page('Report', 'report'),
          page('Stages of spark.ml', 'pipelines'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Inputs and weights', 'inputs-and-weights'),
          page('Tables', 'tables'),
          page('Clusters', 'clusters'),
          page('Reliability', 'reliability'),
          page('Reproducibility', 'reproducibility'),
          page('Benchmarks', 'benchmarks'),
          page('Architecture', 'architecture'),
          {text: 'Changelog', link: '/CHANGELOG'},
          {text: 'Contributing', link: '/CONTRIBUTING'},
        ],
      },
    ],
  },
};
