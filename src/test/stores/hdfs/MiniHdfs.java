import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** HDFS of one process: {@code java -cp ... MiniHdfs.java FOLDER} prints its address and stays. */
public final class MiniHdfs {
  private MiniHdfs() {}

  /** Starts it and never returns. */
  public static void main(String[] args) throws Exception {
    Configuration conf = new HdfsConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, args[0]);
    MiniDFSCluster cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
    System.out.println("address " + cluster.getURI());
    Thread.currentThread().join();
  }
}
