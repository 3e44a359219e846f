import { syncMergeBenchmarks } from '/work/h-deploy/bench/syncEngine';
const [c,p,f]=(process.env.SIZE??'10000,2000,10000').split(',').map(Number);
const t=process.cpuUsage();
const rows=await syncMergeBenchmarks({components: c!, pending: p!, foreign: f!});
console.table(rows.map((r: any)=>({group:r.group,name:r.name,value:r.value,unit:r.unit})));console.log('cpu',process.cpuUsage(t).user/1e6);
process.exit(0);
